package io.turnout.proxy;

import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.TlsRelayFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.TlsConfig;
import io.turnout.proxy.config.TransportConfig;
import io.turnout.proxy.config.rule.ConnectionRuleConfig;
import io.turnout.proxy.config.rule.ExpectedHeaders;
import io.turnout.proxy.listen.HeaderField;
import io.turnout.proxy.listen.Layers;
import io.turnout.proxy.log.LogIdentity;
import io.turnout.proxy.rules.ConnectionRules;
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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the layers of {@code bind} and {@code server} lines, and notes what cannot be had. */
final class Transports {
  private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

  private final ProxyParts parts;
  private final Traces traces;
  private final Muxes muxes;
  private final LogIdentity identity;
  private final Set<String> problems = new LinkedHashSet<>();
  private final @Nullable XprtFactory plain;
  private final List<SecuredLine> secured = new ArrayList<>();
  private final IdentityHashMap<BindConfig, Map<ExpectedHeaders, Layers>> ofBinds =
      new IdentityHashMap<>();
  private final Map<Way, Layers> toServers = new HashMap<>();
  private final IdentityHashMap<TlsConfig, @Nullable XprtFactory> contexts =
      new IdentityHashMap<>();

  private Transports(ProxyParts parts, Muxes muxes, LogIdentity identity) {
    this.identity = identity;
    this.parts = parts;
    this.traces = parts.traces();
    this.muxes = muxes;
    XprtProvider provider = parts.xprts().named("raw").orElse(null);
    if (provider == null) {
      problems.add(missing("transport", "raw", parts.xprts()));
    }
    this.plain = provider == null ? null : provider.newFactory(traces);
  }

  /**
   * Makes those of all lines. Reads certificates.
   *
   * @param identity who tells in formats of fields
   */
  static Transports of(ProxyConfig config, ProxyParts parts, Muxes muxes, LogIdentity identity) {
    Transports made = new Transports(parts, muxes, identity);
    for (FrontendConfig frontend : config.frontends()) {
      made.make(frontend, serversOf(frontend, config));
    }
    Set<SourcePosition> reached =
        made.toServers.keySet().stream().map(Way::server).collect(Collectors.toSet());
    for (BackendConfig backend : config.backends()) {
      for (ServerConfig server : backend.servers()) {
        if (!reached.contains(server.position())) {
          // What is wrong with one that nobody uses is to be told, too.
          made.make(server, List.of(), false);
        }
      }
    }
    return made;
  }

  private static List<ServerConfig> serversOf(FrontendConfig frontend, ProxyConfig config) {
    Stream<BackendConfig> wanted =
        config.backends().stream().filter(b -> b.name().equals(frontend.defaultBackend()));
    Stream<BackendConfig> own = config.backends().stream().filter(b -> b.id() == frontend.id());
    return Stream.concat(wanted, own)
        .filter(backend -> !backend.disabled())
        .limit(1)
        .flatMap(backend -> backend.servers().stream())
        .toList();
  }

  /** What cannot be had, for people. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** What the connections of a {@code bind} line are made of, by what rules expect of them. */
  Map<ExpectedHeaders, Layers> of(BindConfig bind) {
    return Objects.requireNonNull(ofBinds.get(bind));
  }

  /** What the connections to a server are made of, for the clients of a frontend. */
  Layers to(ServerConfig server, FrontendConfig from) {
    return Objects.requireNonNull(toServers.get(new Way(from.name(), server.position())));
  }

  private void make(FrontendConfig frontend, List<ServerConfig> servers) {
    Bridge bridge = Bridge.between(frontend, servers);
    String conflict = bridge.conflict();
    if (conflict != null) {
      problems.add(
          "%s frontend %s: its clients and servers start TLS in several protocols: %s. Use one."
              .formatted(ProxyErrorCode.BAD_HANDSHAKE.id(), frontend.name(), conflict));
    }
    for (BindConfig bind : frontend.binds()) {
      ofBinds.put(bind, make(bind, frontend.connectionRules(), bridge.withClient(bind)));
    }
    for (ServerConfig server : servers) {
      toServers.put(
          new Way(frontend.name(), server.position()),
          make(server, bridge.withServer(server), frontend.log().uniqueId() != null));
    }
  }

  private Map<ExpectedHeaders, Layers> make(
      BindConfig bind, List<ConnectionRuleConfig> rules, List<DialogueConfig> bridging) {
    String line = "bind, " + bind.position();
    TransportConfig said = bind.transport();
    Map<ExpectedHeaders, Layers> ways = new HashMap<>();
    for (ExpectedHeaders expected : ConnectionRules.outcomes(rules)) {
      TransportConfig all = said.withDialogues(expected.before(said.dialogues()));
      ways.put(expected, layers(all, bridging, Side.FRONT, line, bind.proto(), List.of()));
    }
    return ways;
  }

  private Layers make(ServerConfig server, List<DialogueConfig> bridging, boolean named) {
    String line = "server " + server.name() + ", " + server.position();
    boolean fixed = !server.addressFromClient() && !server.portFromClient();
    if (server.transport().via() != null && (!fixed || server.address() instanceof UnixAddress)) {
      problems.add(
          "%s SOCKS (%s): the server has no address and port of its own to ask for. Give it one."
              .formatted(ProxyErrorCode.SOCKS_WITHOUT_ADDRESS.id(), line));
    }
    TransportConfig said = server.transport();
    HeaderFormats formats = new HeaderFormats(identity, named, line);
    TransportConfig parted = said.withDialogues(formats.part(said.dialogues()));
    problems.addAll(formats.problems());
    return layers(parted, bridging, Side.BACK, line, server.proto(), formats.fields());
  }

  /** The lines that have TLS. */
  List<SecuredLine> secured() {
    return secured;
  }

  /**
   * A stack, from the socket up.
   *
   * @param bridging dialogues beside those of the line, inside its TLS
   * @param fields what a PROXY header tells of each client
   */
  private Layers layers(
      TransportConfig config,
      List<DialogueConfig> bridging,
      Side side,
      String line,
      @Nullable String proto,
      List<HeaderField> fields) {
    List<XprtFactory> stack = new ArrayList<>();
    if (plain != null) {
      stack.add(plain);
    }
    XprtFactory tls = tls(config.tls(), side, line);
    if (tls == null || config.later()) {
      addDialogues(concat(config.dialogues(), bridging), side, line, stack);
    } else {
      List<HandshakeFactory> spoken = addDialogues(config.dialogues(), side, line, stack);
      stack.add(relayed(tls, spoken));
      addDialogues(bridging, side, line, stack);
    }
    return new Layers(stack, config.later() ? tls : null, fields, muxes, side, proto);
  }

  private static List<DialogueConfig> concat(
      List<DialogueConfig> first, List<DialogueConfig> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** What agrees on TLS by words of the other side stands in its place. */
  private static XprtFactory relayed(XprtFactory tls, List<HandshakeFactory> spoken) {
    return !spoken.isEmpty() && spoken.getLast() instanceof TlsRelayFactory relaying
        ? relaying.relay(tls)
        : tls;
  }

  /** Puts what speaks them on the stack. Returns those that can be had. */
  private List<HandshakeFactory> addDialogues(
      List<DialogueConfig> dialogues, Side side, String line, List<XprtFactory> stack) {
    if (dialogues.isEmpty()) {
      return List.of();
    }
    HandshakeXprtProvider runner = first(parts.handshakeXprts());
    if (runner == null) {
      problems.add(missing("transport", "handshake", parts.handshakeXprts()) + " (" + line + ")");
      return List.of();
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
    return made;
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

  /** A line's TLS, which all that use the line share. */
  private @Nullable XprtFactory tls(@Nullable TlsConfig config, Side side, String line) {
    if (config == null) {
      return null;
    }
    if (!contexts.containsKey(config)) {
      contexts.put(config, newTls(config, side, line));
    }
    return contexts.get(config);
  }

  private @Nullable XprtFactory newTls(TlsConfig config, Side side, String line) {
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
      context.warnings().forEach(warning -> warn(line, warning));
      String ofName =
          name instanceof TlsConfig.ServerName.Fixed(String fixed)
              ? context.warningOf(fixed)
              : null;
      if (ofName != null) {
        warn(line, "sni: " + ofName);
      }
      return context.factory();
    } catch (OptionException wrong) {
      problems.add(
          "%s TLS (%s): %s".formatted(ProxyErrorCode.BAD_TLS.id(), line, wrong.getMessage()));
      return null;
    }
  }

  private static void warn(String line, String warning) {
    LOG.warn("{} TLS ({}): {}", ProxyErrorCode.TLS_WARNING.id(), line, warning);
  }

  private static @Nullable String nameFor(
      TlsConfig.@Nullable ServerName name, @Nullable Connection client) {
    return switch (name) {
      case null -> null;
      case TlsConfig.ServerName.Fixed(String fixed) -> fixed;
      case TlsConfig.ServerName.OfClient _ -> {
        SecureXprt asked = client == null ? null : client.secureXprt();
        // A client may ask for what no server can be asked for.
        yield asked == null
                || asked.serverName().isEmpty()
                || !TlsConfig.ServerName.canBeAsked(asked.serverName())
            ? null
            : asked.serverName();
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

  /** From a frontend to a server. */
  private record Way(String frontend, SourcePosition server) {}

  /**
   * A line that has TLS.
   *
   * @param line the line, for people
   */
  record SecuredLine(String line, TlsContext context) {}
}
