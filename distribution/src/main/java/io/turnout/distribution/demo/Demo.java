package io.turnout.distribution.demo;

import io.turnout.distribution.Signals;
import io.turnout.distribution.Signals.Notice;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import io.turnout.proxy.config.ProxyConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Shows the proxy at work. */
public final class Demo {
  private static final int PROXY_PORT = 8080;
  private static final int RED_PORT = 9001;
  private static final int BLUE_PORT = 9002;
  private static final long REFRESH_MILLIS = 500;

  private final Signals signals;
  private final PrintStream out;

  private Demo(Signals signals, PrintStream out) {
    this.signals = signals;
    this.out = out;
  }

  /** Runs until a signal ends it, and exits with 0. */
  public static void main(String[] words) throws IOException, InterruptedException {
    if (words.length > 0) {
      System.err.println("turnout: 'demo' takes no options, got '" + words[0] + "'.");
      System.exit(1);
    }
    new Demo(Signals.listen(), System.out).run(Boolean.getBoolean("turnout.terminal"));
    System.exit(0);
  }

  private void run(boolean terminal) throws IOException, InterruptedException {
    try (DemoServer red = DemoServer.start("red", RED_PORT);
        DemoServer blue = DemoServer.start("blue", BLUE_PORT)) {
      int port = FreePort.find(PROXY_PORT);
      try (Proxy proxy = Proxy.start(config(port, red, blue), ProxyParts.ofSystem())) {
        out.println(welcome(port, red, blue));
        showUntilEnd(proxy, new CounterScreen(out, terminal), List.of(red, blue));
      }
    }
    out.println("The demo has ended.");
  }

  private void showUntilEnd(Proxy proxy, CounterScreen screen, List<DemoServer> servers)
      throws InterruptedException {
    Notice notice = null;
    while (notice == null || notice == Notice.STATUS) {
      screen.show(proxy.connections(), servers);
      notice = signals.await(REFRESH_MILLIS);
    }
  }

  private static ProxyConfig config(int port, DemoServer red, DemoServer blue) throws IOException {
    Map<String, String> ports =
        Map.of(
            "DEMO_PORT", "" + port,
            "RED_PORT", "" + red.port(),
            "BLUE_PORT", "" + blue.port());
    ConfigSource source = new ConfigSource("demo.cfg", text());
    ParseResult read = ConfigLoader.parse(List.of(source), ports, HostResolver.SYSTEM);
    ProxyConfig config = read.config();
    if (config == null) {
      throw new IllegalStateException("the demo's own configuration: " + read.problems());
    }
    return config;
  }

  private static String text() throws IOException {
    try (InputStream in = Demo.class.getResourceAsStream("demo.cfg")) {
      if (in == null) {
        throw new IllegalStateException("demo.cfg is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String welcome(int port, DemoServer red, DemoServer blue) {
    return """
    Turnout forwards 127.0.0.1:%1$d to two servers in turn: red (port %2$d) and blue (port %3$d).

    Type in another terminal, and again, to see the servers alternate:

      curl http://127.0.0.1:%1$d/
      nc 127.0.0.1 %1$d          (then a few lines; Ctrl-D ends it)

    Ctrl-C ends the demo.
    """
        .formatted(port, red.port(), blue.port());
  }
}
