package io.turnout.distribution.demo;

import java.io.PrintStream;
import java.util.List;

/** Shows counters: in place on a terminal, else a line whenever they have changed. */
final class CounterScreen {
  private final PrintStream out;
  private final boolean terminal;
  private String shown = "";

  CounterScreen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Shows the state of now.
   *
   * @param open connections through the proxy now
   */
  void show(int open, List<DemoServer> servers) {
    String text = terminal ? table(open, servers) : line(open, servers);
    if (text.equals(shown)) {
      return;
    }
    if (terminal && !shown.isEmpty()) {
      out.print("\033[" + shown.lines().count() + "A\r\033[J");
    }
    out.println(text);
    out.flush();
    shown = text;
  }

  private static String table(int open, List<DemoServer> servers) {
    StringBuilder text = new StringBuilder();
    text.append(row("server", "connections", "bytes in", "bytes out"));
    for (DemoServer server : servers) {
      text.append('\n')
          .append(row(server.name(), server.connections(), server.bytesIn(), server.bytesOut()));
    }
    return text.append("\n  open now: ").append(open).toString();
  }

  private static String row(Object name, Object connections, Object in, Object out) {
    return "  %-8s %12s %12s %12s".formatted(name, connections, in, out);
  }

  private static String line(int open, List<DemoServer> servers) {
    StringBuilder text = new StringBuilder("open ").append(open);
    for (DemoServer server : servers) {
      text.append(
          " | %s: connections %d, bytes in %d, bytes out %d"
              .formatted(server.name(), server.connections(), server.bytesIn(), server.bytesOut()));
    }
    return text.toString();
  }
}
