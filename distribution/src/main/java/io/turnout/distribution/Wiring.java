package io.turnout.distribution;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.turnout.core.loop.Clock;
import io.turnout.core.net.Network;
import io.turnout.core.net.Pollers;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.ProxyParts;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugins;
import io.turnout.spi.XprtProvider;
import jakarta.inject.Singleton;
import java.util.List;

/** What the program is put together from. */
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
    bind(Traces.class).toInstance(new Traces());
    bind(Program.class);
  }

  @Provides
  @Singleton
  static Plugins<MuxProvider> muxes() {
    return Plugins.muxes();
  }

  @Provides
  @Singleton
  static Plugins<XprtProvider> xprts() {
    return Plugins.xprts();
  }

  @Provides
  @Singleton
  static Network network() {
    return new SystemNetwork();
  }

  @Provides
  @Singleton
  static ProxyParts parts(
      Plugins<MuxProvider> muxes,
      Plugins<XprtProvider> xprts,
      Network network,
      Clock clock,
      Traces traces,
      Options options) {
    List<String> pollers =
        Pollers.names().stream()
            .filter(name -> options.epoll() || !name.equals("epoll"))
            .filter(name -> options.poll() || !name.equals("poll"))
            .toList();
    return new ProxyParts(muxes, xprts, network, clock, pollers, traces);
  }
}
