package io.turnout.xprt.handshake.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus that fuzzing begins with, and small changes of it; CONTRIBUTING tells of the rest. */
class HandshakeFuzzTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
  private static final int CHANGES = 40;

  static Stream<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void standsTheCorpus(Path file) throws IOException {
    byte[] input = Files.readAllBytes(file);
    HandshakeFuzz.say(input);
    Random random = new Random(input.length);
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = input.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      changed[1] = (byte) random.nextInt(9);
      HandshakeFuzz.say(changed);
    }
  }

  @Test
  void corpusHasSomethingForEachDialogue() throws IOException {
    assertThat(corpus().map(HandshakeFuzzTest::dialogueOf).distinct())
        .hasSize(HandshakeFuzz.count());
  }

  private static int dialogueOf(Path file) {
    try {
      return Files.readAllBytes(file)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
