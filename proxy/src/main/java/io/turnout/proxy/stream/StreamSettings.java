package io.turnout.proxy.stream;

import io.turnout.core.loop.Task;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.Network;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.SpliceConfig;
import io.turnout.proxy.config.TimeoutsConfig;
import io.turnout.proxy.listen.Layers;
import java.util.Map;
import java.util.Objects;

/**
 * What all streams of one frontend have in common.
 *
 * @param backend where their servers are
 * @param network makes the sockets to servers
 * @param connect how these are opened
 * @param layers what the connections to each server are made of
 * @param swaps swaps muxes of connections that live
 * @param request whether the request direction is spliced
 * @param response whether the response direction is
 * @param timeouts how long they may be idle
 * @param connectNanos how long a connection attempt may take
 * @param queueNanos how long a place at a server may take
 */
record StreamSettings(
    Backend backend,
    Network network,
    ConnectOptions connect,
    Map<Server, Layers> layers,
    MuxSwaps swaps,
    SpliceMode request,
    SpliceMode response,
    StreamTimeouts timeouts,
    long connectNanos,
    long queueNanos) {

  static StreamSettings of(
      FrontendConfig front,
      Backend backend,
      Network network,
      Map<Server, Layers> layers,
      MuxSwaps swaps) {
    BackendConfig back = backend.config();
    TimeoutsConfig server = back.timeouts();
    SpliceConfig ours = front.options().splice();
    SpliceConfig theirs = back.options().splice();
    boolean auto = ours.auto() || theirs.auto();
    StreamTimeouts timeouts =
        new StreamTimeouts(
            timeout(front.timeouts().clientNanos()),
            timeout(server.serverNanos()),
            timeout(server.tunnelNanos()),
            timeout(front.timeouts().clientHandshakeNanos()),
            timeout(front.timeouts().clientFinNanos()),
            timeout(server.serverFinNanos()));
    return new StreamSettings(
        backend,
        network,
        new ConnectOptions(back.options().keepAlive(), back.options().smartConnect()),
        layers,
        swaps,
        mode(ours.request() || theirs.request(), auto),
        mode(ours.response() || theirs.response(), auto),
        timeouts,
        timeout(server.connectNanos()),
        timeout(server.queueNanos()));
  }

  /** The configuration's 0 is no timeout. */
  private static long timeout(long nanos) {
    return nanos == 0 ? Task.NEVER : nanos;
  }

  private static SpliceMode mode(boolean always, boolean auto) {
    if (always) {
      return SpliceMode.ALWAYS;
    }
    return auto ? SpliceMode.AUTO : SpliceMode.NEVER;
  }

  /** What a connection to a server of the backend is made of. */
  Layers layersTo(Server server) {
    return Objects.requireNonNull(layers.get(server));
  }
}
