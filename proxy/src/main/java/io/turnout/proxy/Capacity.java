package io.turnout.proxy;

import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.GlobalConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.SpliceConfig;
import io.turnout.proxy.config.TlsConfig;
import io.turnout.proxy.config.TransportConfig;
import io.turnout.spi.TlsSettings.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * How many connections and pipes a process may have, so that descriptors last.
 *
 * @param maxConnections of clients
 * @param maxPipes for splicing, each two descriptors
 * @param descriptorsNeeded at the most
 */
record Capacity(int maxConnections, int maxPipes, long descriptorsNeeded) {
  /** Of loops, logs, listeners and the JVM itself. */
  private static final int RESERVED_DESCRIPTORS = 100;

  private static final int MIN_CONNECTIONS = 100;

  /** A client's and a server's. */
  private static final int SOCKETS = 2;

  /** Conscrypt's engines have a pipe each. */
  private static final int OF_ENGINE = 2;

  static Capacity of(ProxyConfig config, int descriptorLimit) {
    GlobalConfig global = config.global();
    boolean splices = global.tuning().splice() && splices(config);
    int reserved =
        RESERVED_DESCRIPTORS + config.frontends().stream().mapToInt(f -> f.binds().size()).sum();
    int each = SOCKETS + ofEngines(config);
    int connections = global.maxConnections();
    if (connections == 0) {
      int usable = descriptorLimit - reserved;
      // A pipe for every fourth connection.
      connections =
          Math.max(MIN_CONNECTIONS, splices ? usable * 2 / (2 * each + 1) : usable / each);
    }
    int pipes = 0;
    if (splices) {
      pipes = global.tuning().maxPipes() > 0 ? global.tuning().maxPipes() : connections / 4;
    }
    return new Capacity(connections, pipes, reserved + (long) each * connections + 2L * pipes);
  }

  /** What to tell if there are fewer descriptors than asked for or needed. */
  List<String> warnings(int asked, int limit) {
    List<String> warnings = new ArrayList<>();
    if (asked > limit) {
      warnings.add(
          "%s ulimit-n asks for %d descriptors, and this process may have %d. Raise the limit (ulimit -n) before the start."
              .formatted(ProxyErrorCode.FEW_DESCRIPTORS.id(), asked, limit));
    }
    if (descriptorsNeeded > limit) {
      warnings.add(
          "%s %d connections and %d pipes may need %d descriptors, and this process may have %d. Lower maxconn, or raise the limit (ulimit -n)."
              .formatted(
                  ProxyErrorCode.FEW_DESCRIPTORS.id(),
                  maxConnections,
                  maxPipes,
                  descriptorsNeeded,
                  limit));
    }
    return warnings;
  }

  /** Descriptors that TLS needs beside a connection's sockets. */
  private static int ofEngines(ProxyConfig config) {
    boolean clients =
        config.frontends().stream()
            .flatMap(f -> f.binds().stream())
            .anyMatch(b -> counts(b.transport()));
    boolean servers =
        config.backends().stream()
            .flatMap(b -> b.servers().stream())
            .anyMatch(s -> counts(s.transport()));
    return (clients ? OF_ENGINE : 0) + (servers ? OF_ENGINE : 0);
  }

  private static boolean counts(TransportConfig transport) {
    TlsConfig tls = transport.tls();
    return tls != null && tls.engine() != Engine.JDK;
  }

  private static boolean splices(ProxyConfig config) {
    return config.frontends().stream().map(FrontendConfig::options).anyMatch(o -> any(o.splice()))
        || config.backends().stream().map(BackendConfig::options).anyMatch(o -> any(o.splice()));
  }

  private static boolean any(SpliceConfig splice) {
    return splice.auto() || splice.request() || splice.response();
  }
}
