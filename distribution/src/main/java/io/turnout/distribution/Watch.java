package io.turnout.distribution;

import io.turnout.distribution.Signals.Notice;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.config.SyslogLevel;
import io.turnout.proxy.listen.Frontend;
import io.turnout.proxy.log.LogLine;
import java.time.Duration;

/**
 * Waits beside a proxy that runs, and does what signals ask.
 *
 * <pre>
 *   running ──SOFT_STOP──▶ draining ──ENDED──▶ done
 *      └────────STOP───────────┴────STOP─────▶ done
 * </pre>
 */
final class Watch {
  private final Proxy proxy;
  private final Signals signals;
  private final Console console;
  private final long hardStopAfterNanos;
  private boolean draining;

  Watch(Proxy proxy, Signals signals, Console console, long hardStopAfterNanos) {
    this.proxy = proxy;
    this.signals = signals;
    this.console = console;
    this.hardStopAfterNanos = hardStopAfterNanos;
  }

  /** Returns when the proxy is to be closed. */
  void untilEnd() throws InterruptedException {
    while (goesOn(signals.await())) {
      // The next signal.
    }
  }

  private boolean goesOn(Notice notice) {
    switch (notice) {
      case STOP, ENDED -> {
        return false;
      }
      case SOFT_STOP -> drain();
      case STATUS -> tellStatus();
    }
    return true;
  }

  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    console.notice("stopping softly, %s left.".formatted(counted(proxy.connections())));
    proxy.softStop();
    Thread.ofPlatform().daemon().name("turnout-drain").start(this::awaitDrained);
  }

  private void awaitDrained() {
    Duration limit = Duration.ofNanos(hardStopAfterNanos > 0 ? hardStopAfterNanos : Long.MAX_VALUE);
    try {
      if (!proxy.awaitEnd(limit)) {
        console.warning(
            "hard-stop-after has passed, %s cut.".formatted(counted(proxy.connections())));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    signals.tell(Notice.ENDED);
  }

  static String counted(int connections) {
    return connections == 1 ? "1 connection is" : connections + " connections are";
  }

  private void tellStatus() {
    for (Frontend frontend : proxy.frontends()) {
      tell(
          frontend,
          "Frontend %s: %d connections, %d in total, %d bytes in, %d bytes out."
              .formatted(
                  frontend.name(),
                  frontend.connections().current(),
                  frontend.connections().total(),
                  frontend.bytesIn(),
                  frontend.bytesOut()));
      Backend backend = proxy.backendOf(frontend);
      if (backend != null) {
        backend.servers().forEach(server -> tell(frontend, status(backend, server)));
      }
    }
    proxy.dump().forEach(console::notice);
  }

  private static String status(Backend backend, Server server) {
    return "Server %s/%s: %s, %d connections, %d in total, %d queued."
        .formatted(
            backend.name(),
            server.name(),
            server.state(),
            server.current(),
            server.total(),
            server.queueLength());
  }

  private void tell(Frontend frontend, String text) {
    console.notice(text);
    frontend.log().message(SyslogLevel.NOTICE, text, LogLine.onSystemClock());
  }
}
