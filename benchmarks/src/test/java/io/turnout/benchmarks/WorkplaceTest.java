package io.turnout.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkplaceTest {
  /** A run that has started a program, and goes on for ever. */
  static final class Run {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (Workplace place = Workplace.open("turnout-workplace-test")) {
        Files.writeString(place.folder().resolve("file"), "content");
        Process program = new ProcessBuilder("sleep", "1000").start();
        System.out.println(place.folder());
        System.out.println(program.pid());
        program.waitFor();
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void signalEndsTheRunsProgramsAndTakesItsFolder() throws Exception {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Run.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader told = run.inputReader(UTF_8)) {
      Path folder = Path.of(told.readLine());
      ProcessHandle program = ProcessHandle.of(Long.parseLong(told.readLine())).orElseThrow();
      assertThat(folder).isNotEmptyDirectory();

      run.destroy();

      assertThat(program.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
      assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(folder).doesNotExist();
    } finally {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
    }
  }
}
