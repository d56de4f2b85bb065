package io.turnout.proxy.config;

import java.util.List;

/**
 * A whole configuration. A {@code listen} section appears as one frontend and one backend of the
 * same name and id.
 *
 * @param global the settings of the process
 * @param frontends in the order of the files
 * @param backends in the order of the files
 * @param traces the lines of its sections for that, in the order of the files
 */
public record ProxyConfig(
    GlobalConfig global,
    List<FrontendConfig> frontends,
    List<BackendConfig> backends,
    List<TraceConfig> traces) {
  /** Copies the lists. */
  public ProxyConfig {
    frontends = List.copyOf(frontends);
    backends = List.copyOf(backends);
    traces = List.copyOf(traces);
  }

  /** The same with another number of connections for the process; 0 leaves it as it is. */
  public ProxyConfig withMaxConnections(int maxConnections) {
    return maxConnections == 0
        ? this
        : new ProxyConfig(global.withMaxConnections(maxConnections), frontends, backends, traces);
  }
}
