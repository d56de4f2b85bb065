package io.turnout.proxy;

import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.config.TlsConfig;
import io.turnout.proxy.config.TransportConfig;
import io.turnout.proxy.listen.Layers;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.Muxes;
import io.turnout.spi.OptionException;
import io.turnout.spi.Plugin;
import io.turnout.spi.Plugins;
import io.turnout.spi.Provider;
import io.turnout.spi.Side;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.XprtProvider;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the layers of {@code bind} and {@code server} lines, and notes what cannot be had. */
final class Transports {
  private final ProxyParts parts;
  private final Traces traces;
  private final Muxes muxes;
  private final List<String> problems = new ArrayList<>();
  private final @Nullable XprtFactory plain;
  private final List<SecuredLine> secured = new ArrayList<>();
  private final IdentityHashMap<BindConfig, Layers> ofBinds = new IdentityHashMap<>();
  private final IdentityHashMap<ServerConfig, Layers> toServers = new IdentityHashMap<>();

  private Transports(ProxyParts parts, Muxes muxes) {
    this.parts = parts;
    this.traces = parts.traces();
    this.muxes = muxes;
    XprtProvider provider = parts.xprts().named("raw").orElse(null);
    if (provider == null) {
      problems.add(missing("transport", "raw", parts.xprts()));
    }
    this.plain = provider == null ? null : provider.newFactory(traces);
  }

  /** Makes those of all lines. Reads certificates. */
  static Transports of(ProxyConfig config, ProxyParts parts, Muxes muxes) {
    Transports made = new Transports(parts, muxes);
    for (FrontendConfig frontend : config.frontends()) {
      for (BindConfig bind : frontend.binds()) {
        made.ofBinds.put(bind, made.make(bind));
      }
    }
    for (BackendConfig backend : config.backends()) {
      for (ServerConfig server : backend.servers()) {
        made.toServers.put(server, made.make(server));
      }
    }
    return made;
  }

  /** What cannot be had, for people. */
  List<String> problems() {
    return problems;
  }

  /** What the connections of a {@code bind} line are made of. */
  Layers of(BindConfig bind) {
    return Objects.requireNonNull(ofBinds.get(bind));
  }

  /** What the connections to a server are made of. */
  Layers to(ServerConfig server) {
    return Objects.requireNonNull(toServers.get(server));
  }

  private Layers make(BindConfig bind) {
    String line = "bind, " + bind.position();
    return layers(bind.transport(), Side.FRONT, line, bind.proto());
  }

  private Layers make(ServerConfig server) {
    String line = "server " + server.name() + ", " + server.position();
    boolean fixed = !server.addressFromClient() && !server.portFromClient();
    if (server.transport().via() != null && (!fixed || server.address() instanceof UnixAddress)) {
      problems.add(
          "%s SOCKS (%s): the server has no address and port of its own to ask for. Give it one."
              .formatted(ProxyErrorCode.SOCKS_WITHOUT_ADDRESS.id(), line));
    }
    return layers(server.transport(), Side.BACK, line, server.proto());
  }

  /** The lines that have TLS. */
  List<SecuredLine> secured() {
    return secured;
  }

  private Layers layers(TransportConfig config, Side side, String line, @Nullable String proto) {
    List<XprtFactory> stack = new ArrayList<>();
    if (plain != null) {
      stack.add(plain);
    }
    addDialogues(config.dialogues(), side, line, stack);
    TlsConfig wanted = config.tls();
    XprtFactory tls = wanted == null ? null : tls(wanted, side, line);
    if (tls != null && !config.later()) {
      stack.add(tls);
    }
    return new Layers(stack, config.later() ? tls : null, muxes, side, proto);
  }

  private void addDialogues(
      List<DialogueConfig> dialogues, Side side, String line, List<XprtFactory> stack) {
    if (dialogues.isEmpty()) {
      return;
    }
    HandshakeXprtProvider runner = first(parts.handshakeXprts());
    if (runner == null) {
      problems.add(missing("transport", "handshake", parts.handshakeXprts()) + " (" + line + ")");
      return;
    }
    List<HandshakeFactory> made = new ArrayList<>();
    for (DialogueConfig dialogue : dialogues) {
      HandshakeFactory factory = dialogue(dialogue, side, line);
      if (factory != null) {
        made.add(factory);
      }
    }
    if (!made.isEmpty()) {
      stack.add(runner.newFactory(made, traces));
    }
  }

  private @Nullable HandshakeFactory dialogue(DialogueConfig dialogue, Side side, String line) {
    HandshakeProvider provider = parts.handshakes().named(dialogue.name()).orElse(null);
    if (provider == null || !provider.sides().contains(side)) {
      problems.add(missing("handshake", dialogue.name(), parts.handshakes()) + " (" + line + ")");
      return null;
    }
    try {
      return provider.newFactory(side, dialogue.options(), traces);
    } catch (OptionException wrong) {
      problems.add(
          "%s %s (%s): %s"
              .formatted(
                  ProxyErrorCode.BAD_HANDSHAKE.id(), dialogue.name(), line, wrong.getMessage()));
      return null;
    }
  }

  private @Nullable XprtFactory tls(TlsConfig config, Side side, String line) {
    TlsProvider provider = first(parts.tls());
    if (provider == null) {
      problems.add(missing("transport", "ssl", parts.tls()) + " (" + line + ")");
      return null;
    }
    TlsConfig.ServerName name = config.serverName();
    TlsSettings settings =
        new TlsSettings(
            side,
            config.engine(),
            config.certificates(),
            config.trust(),
            config.policy(),
            config.sessions(),
            connection -> nameFor(name, connection.origin()));
    try {
      TlsContext context = provider.newContext(settings, traces);
      secured.add(new SecuredLine(line, context));
      return context.factory();
    } catch (OptionException wrong) {
      problems.add(
          "%s TLS (%s): %s".formatted(ProxyErrorCode.BAD_TLS.id(), line, wrong.getMessage()));
      return null;
    }
  }

  private static @Nullable String nameFor(
      TlsConfig.@Nullable ServerName name, @Nullable Connection client) {
    return switch (name) {
      case null -> null;
      case TlsConfig.ServerName.Fixed(String fixed) -> fixed;
      case TlsConfig.ServerName.OfClient _ -> {
        SecureXprt asked = client == null ? null : client.secureXprt();
        yield asked == null || asked.serverName().isEmpty() ? null : asked.serverName();
      }
    };
  }

  private static <P extends Provider> @Nullable P first(Plugins<P> plugins) {
    return plugins.usable().stream().findFirst().map(Plugin::provider).orElse(null);
  }

  private static String missing(String kind, String name, Plugins<?> available) {
    String names = available.names();
    return "%s no %s '%s' was found. Available: %s. Add its plugin to the image."
        .formatted(ProxyErrorCode.NO_PLUGIN.id(), kind, name, names.isEmpty() ? "none" : names);
  }

  /**
   * A line that has TLS.
   *
   * @param line the line, for people
   */
  record SecuredLine(String line, TlsContext context) {}
}
