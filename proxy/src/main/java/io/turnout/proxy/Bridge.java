package io.turnout.proxy;

import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.config.StartTlsProtocol;
import io.turnout.proxy.config.StartTlsProtocol.Trait;
import io.turnout.proxy.config.TransportConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client and its server at the same place of their protocol where one of them, or both,
 * turn to TLS in mid-conversation: what STARTTLS said to the one, the other has to hear, too.
 *
 * <pre>
 *   client  STARTTLS ─ TLS ─▶ greeted          server  STARTTLS ─ TLS ─▶ has greeted
 *   client  plain ── greet ─▶ greeted          server  plain ─ greeting ▶ has greeted
 * </pre>
 */
final class Bridge {
  private final SortedMap<StartTlsProtocol, List<String>> protocols = new TreeMap<>();
  private final boolean serversStartTls;
  private final boolean clientsMayStayInClear;

  private Bridge(FrontendConfig frontend, List<ServerConfig> servers) {
    for (BindConfig bind : frontend.binds()) {
      note(bind.transport(), "bind, " + bind.position());
    }
    for (ServerConfig server : servers) {
      note(server.transport(), "server " + server.name() + ", " + server.position());
    }
    serversStartTls = servers.stream().anyMatch(server -> startTls(server.transport()) != null);
    clientsMayStayInClear =
        frontend.binds().stream()
            .map(bind -> startTls(bind.transport()))
            .anyMatch(spoken -> spoken != null && spoken.options().containsKey("optional"));
  }

  /** Between a frontend and the servers of its backend. */
  static Bridge between(FrontendConfig frontend, List<ServerConfig> servers) {
    return new Bridge(frontend, servers);
  }

  private void note(TransportConfig transport, String line) {
    DialogueConfig spoken = startTls(transport);
    StartTlsProtocol protocol =
        spoken == null ? null : StartTlsProtocol.of(spoken.options().get("proto"));
    if (protocol != null) {
      List<String> lines = protocols.computeIfAbsent(protocol, _ -> new ArrayList<>());
      if (!lines.contains(line)) {
        lines.add(line);
      }
    }
  }

  /** Which lines speak which protocols, for people, if these are several; null if all is well. */
  @Nullable String conflict() {
    return protocols.size() < 2
        ? null
        : protocols.entrySet().stream()
            .map(spoken ->
                spoken.getKey().word() + " (" + String.join("; ", spoken.getValue()) + ")")
            .collect(Collectors.joining(", "));
  }

  /** What is spoken with clients of a line beside what the line says. */
  List<DialogueConfig> withClient(BindConfig bind) {
    StartTlsProtocol protocol = bridged();
    if (protocol == null && serversStartTls && !bind.transport().later()) {
      // A client's request would reach a server that has had ours.
      protocol = onlyOne(Trait.CLIENT_ASKS_FIRST);
    }
    return protocol == null || startTls(bind.transport()) != null
        ? List.of()
        : List.of(dialogue("greet", protocol, bind.transport()));
  }

  /** What is spoken with a server beside what its line says. */
  List<DialogueConfig> withServer(ServerConfig server) {
    StartTlsProtocol protocol = bridged();
    List<DialogueConfig> spoken = new ArrayList<>();
    if (protocol != null && startTls(server.transport()) == null) {
      spoken.add(dialogue("greeting", protocol, server.transport()));
    }
    if (protocol != null && clientsMayStayInClear && protocol.has(Trait.CLIENT_SAYS_HELLO)) {
      spoken.add(dialogue("hello", protocol, server.transport()));
    }
    return spoken;
  }

  /** The protocol if there is something to bridge. */
  private @Nullable StartTlsProtocol bridged() {
    return onlyOne(Trait.SERVER_GREETS);
  }

  /** The protocol if it is the only one, and does that. */
  private @Nullable StartTlsProtocol onlyOne(Trait trait) {
    StartTlsProtocol protocol = protocols.size() == 1 ? protocols.firstKey() : null;
    return protocol != null && protocol.has(trait) ? protocol : null;
  }

  private static @Nullable DialogueConfig startTls(TransportConfig transport) {
    return transport.dialogues().stream()
        .filter(dialogue -> dialogue.name().equals("starttls"))
        .findFirst()
        .orElse(null);
  }

  private static DialogueConfig dialogue(
      String name, StartTlsProtocol protocol, TransportConfig line) {
    Map<String, String> options = new HashMap<>(Map.of("proto", protocol.word()));
    if (line.name() != null) {
      options.put("name", line.name());
    }
    return new DialogueConfig(name, options);
  }
}
