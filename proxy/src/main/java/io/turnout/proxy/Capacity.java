package io.turnout.proxy;

import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.GlobalConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.SpliceConfig;
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

  static Capacity of(ProxyConfig config, int descriptorLimit) {
    GlobalConfig global = config.global();
    boolean splices = global.tuning().splice() && splices(config);
    int reserved =
        RESERVED_DESCRIPTORS + config.frontends().stream().mapToInt(f -> f.binds().size()).sum();
    int connections = global.maxConnections();
    if (connections == 0) {
      int usable = descriptorLimit - reserved;
      // Two sockets a connection, and a pipe for every fourth.
      connections = Math.max(MIN_CONNECTIONS, splices ? usable / 5 * 2 : usable / 2);
    }
    int pipes = 0;
    if (splices) {
      pipes = global.tuning().maxPipes() > 0 ? global.tuning().maxPipes() : connections / 4;
    }
    return new Capacity(connections, pipes, reserved + 2L * connections + 2L * pipes);
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

  private static boolean splices(ProxyConfig config) {
    return config.frontends().stream().map(FrontendConfig::options).anyMatch(o -> any(o.splice()))
        || config.backends().stream().map(BackendConfig::options).anyMatch(o -> any(o.splice()));
  }

  private static boolean any(SpliceConfig splice) {
    return splice.auto() || splice.request() || splice.response();
  }
}
