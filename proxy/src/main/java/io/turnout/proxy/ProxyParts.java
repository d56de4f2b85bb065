package io.turnout.proxy;

import io.turnout.core.loop.Clock;
import io.turnout.core.net.Network;
import io.turnout.core.net.Pollers;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugins;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.XprtProvider;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a proxy is put together from.
 *
 * @param muxes the muxes that were found
 * @param xprts the transports that were found
 * @param handshakes the dialogues before the data that were found
 * @param handshakeXprts what speaks them
 * @param tls what protects connections
 * @param network makes its sockets
 * @param clock where its time comes from
 * @param pollers the pollers that may be used, the best first
 * @param traces where trace sources are kept
 */
public record ProxyParts(
    Plugins<MuxProvider> muxes,
    Plugins<XprtProvider> xprts,
    Plugins<HandshakeProvider> handshakes,
    Plugins<HandshakeXprtProvider> handshakeXprts,
    Plugins<TlsProvider> tls,
    Network network,
    Clock clock,
    List<String> pollers,
    Traces traces) {

  /** Copies the list. */
  public ProxyParts {
    pollers = List.copyOf(pollers);
  }

  /** What is wrong with plugins that were left out, for people. */
  public List<String> pluginProblems() {
    return Stream.of(muxes, xprts, handshakes, handshakeXprts, tls)
        .flatMap(plugins -> plugins.problems().stream())
        .distinct()
        .toList();
  }

  /** Every plugin on the class path or module path, and the system's sockets. */
  public static ProxyParts ofSystem() {
    Traces traces = new Traces();
    return new ProxyParts(
        Plugins.muxes(),
        Plugins.xprts(),
        Plugins.handshakes(),
        Plugins.handshakeXprts(),
        Plugins.tls(),
        new SystemNetwork(traces),
        Clock.SYSTEM,
        Pollers.names(),
        traces);
  }
}
