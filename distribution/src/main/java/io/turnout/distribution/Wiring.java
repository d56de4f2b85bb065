package io.turnout.distribution;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import io.turnout.core.loop.Clock;
import io.turnout.core.net.Network;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.ProxyParts;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugins;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.XprtProvider;

/**
 * What the program is put together from. Every binding is written here; nothing is bound by an
 * annotation of its own, as each kind of annotation costs Guice 10 ms at start.
 */
final class Wiring extends AbstractModule {
  private final Options options;
  private final Console console;

  Wiring(Options options, Console console) {
    this.options = options;
    this.console = console;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireExactBindingAnnotations();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    bind(Options.class).toInstance(options);
    bind(Console.class).toInstance(console);
    bind(Clock.class).toInstance(Clock.SYSTEM);
    Traces traces = new Traces();
    bind(Traces.class).toInstance(traces);
    bind(Network.class).toInstance(new SystemNetwork(traces));
    bind(new TypeLiteral<Plugins<MuxProvider>>() {}).toInstance(Plugins.muxes());
    bind(new TypeLiteral<Plugins<XprtProvider>>() {}).toInstance(Plugins.xprts());
    bind(new TypeLiteral<Plugins<HandshakeProvider>>() {}).toInstance(Plugins.handshakes());
    bind(new TypeLiteral<Plugins<HandshakeXprtProvider>>() {}).toInstance(Plugins.handshakeXprts());
    bind(new TypeLiteral<Plugins<TlsProvider>>() {}).toInstance(Plugins.tls());
    bind(ProxyParts.class).toProvider(PartsProvider.class).in(Scopes.SINGLETON);
    bind(PartsProvider.class);
    bind(Program.class);
  }
}
