package io.turnout.distribution;

import io.turnout.core.loop.Clock;
import io.turnout.core.net.Network;
import io.turnout.core.net.Pollers;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.ProxyParts;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugins;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.XprtProvider;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;

/** Puts the proxy's parts together, without the pollers that the command line switches off. */
final class PartsProvider implements Provider<ProxyParts> {
  private final Plugins<MuxProvider> muxes;
  private final Plugins<XprtProvider> xprts;
  private final Plugins<HandshakeProvider> handshakes;
  private final Plugins<HandshakeXprtProvider> handshakeXprts;
  private final Plugins<TlsProvider> tls;
  private final Network network;
  private final Clock clock;
  private final Traces traces;
  private final Options options;

  @Inject
  PartsProvider(
      Plugins<MuxProvider> muxes,
      Plugins<XprtProvider> xprts,
      Plugins<HandshakeProvider> handshakes,
      Plugins<HandshakeXprtProvider> handshakeXprts,
      Plugins<TlsProvider> tls,
      Network network,
      Clock clock,
      Traces traces,
      Options options) {
    this.muxes = muxes;
    this.xprts = xprts;
    this.handshakes = handshakes;
    this.handshakeXprts = handshakeXprts;
    this.tls = tls;
    this.network = network;
    this.clock = clock;
    this.traces = traces;
    this.options = options;
  }

  @Override
  public ProxyParts get() {
    List<String> pollers = Pollers.names().stream().filter(this::isAllowed).toList();
    return new ProxyParts(
        muxes, xprts, handshakes, handshakeXprts, tls, network, clock, pollers, traces);
  }

  private boolean isAllowed(String poller) {
    return switch (poller) {
      case "epoll" -> options.epoll();
      case "poll" -> options.poll();
      default -> true;
    };
  }
}
