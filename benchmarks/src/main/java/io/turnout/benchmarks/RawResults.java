package io.turnout.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Every measurement as a line of CSV, written as it comes, so that a broken run keeps its rounds.
 */
final class RawResults implements AutoCloseable {
  private final PrintWriter out;

  RawResults(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    out = new PrintWriter(Files.newBufferedWriter(file), true);
    out.println(
        "round,scenario,proxy,count,seconds,p50_us,p99_us,errors,cpu_ns,"
            + "rss_before,private_before,rss_after,private_after,cost");
  }

  void add(Measurement one) {
    out.println(
        String.format(
            Locale.ROOT,
            "%d,%s,%s,%d,%.6f,%.1f,%.1f,%d,%d,%d,%d,%d,%d,%.6f",
            one.round(),
            one.scenario().name().toLowerCase(Locale.ROOT),
            one.proxy(),
            one.outcome().count(),
            one.outcome().seconds(),
            one.outcome().p50Micros(),
            one.outcome().p99Micros(),
            one.outcome().errors(),
            one.cpuNanos(),
            one.before().residentBytes(),
            one.before().privateBytes(),
            one.after().residentBytes(),
            one.after().privateBytes(),
            one.cost()));
  }

  @Override
  public void close() {
    out.close();
  }
}
