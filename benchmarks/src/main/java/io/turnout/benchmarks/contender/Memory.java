package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process's memory, without what the kernel keeps for its sockets.
 *
 * @param residentBytes pages in memory, shared libraries included
 * @param privateBytes those that no other process has
 */
public record Memory(long residentBytes, long privateBytes) {
  private static final long KIB = 1024;

  static Memory of(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
    return parse(lines);
  }

  static Memory parse(List<String> lines) {
    return new Memory(
        sum(lines, "Rss:"), sum(lines, "Private_Clean:") + sum(lines, "Private_Dirty:"));
  }

  private static long sum(List<String> lines, String field) {
    return lines.stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
        .sum();
  }
}
