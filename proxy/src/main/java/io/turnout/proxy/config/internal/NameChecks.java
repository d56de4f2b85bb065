package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.BindDraft;
import io.turnout.proxy.config.internal.keyword.DialogueDraft;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ServerDraft;
import io.turnout.proxy.config.internal.text.Problems;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds each {@code starttls-name} that nobody is told. A line that speaks no STARTTLS may tell it
 * because one on the other side does.
 */
final class NameChecks {
  /** Their clients are greeted before they say anything, whoever turns to TLS. */
  private static final Set<String> GREETED = Set.of("smtp", "lmtp", "imap", "pop3", "ftp", "nntp");

  /** Their clients are told a name in STARTTLS only. */
  private static final Set<String> NAMED_IN_STARTTLS = Set.of("sieve", "xmpp");

  private static final Set<String> HELLO = Set.of("smtp", "lmtp");
  private static final String WITH_DOMAIN = "xmpp";

  private final List<ProxyDraft> proxies;
  private final Problems problems;

  NameChecks(List<ProxyDraft> proxies, Problems problems) {
    this.proxies = proxies;
    this.problems = problems;
  }

  void run() {
    for (ProxyDraft proxy : proxies) {
      for (BindDraft bind : proxy.binds) {
        if (bind.dialogues.startTlsName != null && !tellsClients(bind.dialogues, proxy)) {
          warn("bind", bind.position);
        }
      }
      String preset = proxy.settings.server.dialogues.startTlsName;
      for (ServerDraft server : proxy.servers) {
        DialogueDraft said = server.settings.dialogues;
        String name = said.startTlsName;
        if (name != null && !name.equals(preset) && !tellsServer(said, proxy)) {
          warn("server " + server.name, server.position);
        }
      }
    }
  }

  private boolean tellsClients(DialogueDraft bind, ProxyDraft frontend) {
    Stream<DialogueDraft> servers =
        proxies.stream()
            .filter(backend -> reaches(frontend, backend))
            .flatMap(backend -> backend.servers.stream())
            .map(server -> server.settings.dialogues);
    return NAMED_IN_STARTTLS.contains(protocolOf(bind))
        || Stream.concat(bindsOf(frontend), servers)
            .anyMatch(line -> GREETED.contains(protocolOf(line)));
  }

  private boolean tellsServer(DialogueDraft server, ProxyDraft backend) {
    String protocol = protocolOf(server);
    return HELLO.contains(protocol)
        || protocol.equals(WITH_DOMAIN)
        || proxies.stream()
            .filter(frontend -> reaches(frontend, backend))
            .flatMap(NameChecks::bindsOf)
            .anyMatch(line -> line.startTlsOptional && HELLO.contains(protocolOf(line)));
  }

  private static boolean reaches(ProxyDraft frontend, ProxyDraft backend) {
    return backend.equals(frontend) || backend.name.equals(frontend.settings.defaultBackend);
  }

  private static Stream<DialogueDraft> bindsOf(ProxyDraft frontend) {
    return frontend.binds.stream().map(bind -> bind.dialogues);
  }

  private static String protocolOf(DialogueDraft line) {
    String protocol = line.startTls;
    return protocol == null ? "" : protocol;
  }

  private void warn(String line, SourcePosition position) {
    problems.warn(
        ConfigErrorCode.WITHOUT_EFFECT,
        position,
        "'%s': 'starttls-name' has no effect where nothing that is spoken has a name in it."
            .formatted(line));
  }
}
