package io.turnout.proxy;

import io.turnout.core.loop.Clock;
import io.turnout.core.net.Network;
import io.turnout.core.net.Pollers;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.trace.Traces;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugins;
import io.turnout.spi.XprtProvider;
import java.util.List;

/**
 * What a proxy is put together from.
 *
 * @param muxes the muxes that were found
 * @param xprts the transports that were found
 * @param network makes its sockets
 * @param clock where its time comes from
 * @param pollers the pollers that may be used, the best first
 * @param traces where trace sources are kept
 */
public record ProxyParts(
    Plugins<MuxProvider> muxes,
    Plugins<XprtProvider> xprts,
    Network network,
    Clock clock,
    List<String> pollers,
    Traces traces) {

  /** Copies the list. */
  public ProxyParts {
    pollers = List.copyOf(pollers);
  }

  /** Every plugin on the class path or module path, and the system's sockets. */
  public static ProxyParts ofSystem() {
    return new ProxyParts(
        Plugins.muxes(),
        Plugins.xprts(),
        new SystemNetwork(),
        Clock.SYSTEM,
        Pollers.names(),
        new Traces());
  }
}
