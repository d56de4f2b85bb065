package io.turnout.proxy.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of {@code option tcplog}, taken apart. */
public record TcpLogLine(
    String text,
    String frontend,
    String backend,
    String server,
    long queueMillis,
    long connectMillis,
    long totalMillis,
    long bytes,
    String termination,
    String retries,
    String queues) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\[[^]]+] (\\S+) ([^/]+)/(\\S+) (-?\\d+)/(-?\\d+)/\\+?(\\d+) \\+?(\\d+) (\\S\\S)"
              + " \\d+/\\d+/\\d+/\\d+/(\\+?\\d+) (\\d+/\\d+)");

  static TcpLogLine parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("not in the tcplog format: " + line);
    }
    return new TcpLogLine(
        line,
        parts.group(1),
        parts.group(2),
        parts.group(3),
        Long.parseLong(parts.group(4)),
        Long.parseLong(parts.group(5)),
        Long.parseLong(parts.group(6)),
        Long.parseLong(parts.group(7)),
        parts.group(8),
        parts.group(9),
        parts.group(10));
  }
}
