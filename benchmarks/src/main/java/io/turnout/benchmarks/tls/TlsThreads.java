package io.turnout.benchmarks.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which of a process's threads used its CPU time. */
final class TlsThreads {
  private static final String LOOP = "turnout-loop";

  private TlsThreads() {}

  /** Nanoseconds of CPU time of the threads that are loops. */
  static long loopNanos(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.mapToLong(TlsThreads::nanosIfLoop).sum();
    }
  }

  private static long nanosIfLoop(Path thread) {
    try {
      if (!Files.readString(thread.resolve("comm")).startsWith(LOOP)) {
        return 0;
      }
      String times = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    } catch (IOException _) {
      // It has ended meanwhile, and loops do not end.
      return 0;
    }
  }
}
