package io.turnout.xprt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpora that fuzzing begins with, and small changes of them; CONTRIBUTING tells more. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src", "test", "resources", "fuzz");

  static List<Path> hellos() throws IOException {
    return files("hello");
  }

  static List<Path> transports() throws IOException {
    return files("transport");
  }

  private static List<Path> files(String corpus) throws IOException {
    try (Stream<Path> files = Files.list(CORPORA.resolve(corpus))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hellos")
  void hellosAreReadInTheSameWayHoweverTheyCome(Path file) throws IOException {
    change(file, 40, HelloFuzz::read);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void transportsStandWhatEverComes(Path file) throws IOException {
    change(file, 4, TransportFuzz::say);
  }

  @Test
  void corporaHaveSomethingForEachTrial() throws IOException {
    assertThat(hellos().stream().map(FuzzTest::first).distinct()).hasSize(HelloFuzz.COUNT);
    assertThat(transports().stream().map(FuzzTest::first).distinct())
        .hasSize(TransportFuzz.count());
  }

  private static void change(Path file, int times, Consumer<byte[]> target) throws IOException {
    byte[] input = Files.readAllBytes(file);
    target.accept(input);
    Random random = new Random(input.length);
    for (int i = 0; i < times; i++) {
      byte[] changed = input.clone();
      changed[2 + random.nextInt(changed.length - 2)] = (byte) random.nextInt();
      changed[1] = (byte) random.nextInt();
      target.accept(changed);
    }
  }

  private static int first(Path file) {
    try {
      return Files.readAllBytes(file)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
