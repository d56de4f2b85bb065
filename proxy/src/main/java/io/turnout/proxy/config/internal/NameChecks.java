package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.StartTlsProtocol.Trait;
import io.turnout.proxy.config.internal.keyword.BindDraft;
import io.turnout.proxy.config.internal.keyword.DialogueDraft;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ServerDraft;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notes of each {@code starttls-name} whether anybody is told. A line that speaks no STARTTLS may
 * tell it because one on the other side does.
 */
final class NameChecks {
  private final List<ProxyDraft> proxies;
  private final Uses uses;

  NameChecks(List<ProxyDraft> proxies, Uses uses) {
    this.proxies = proxies;
    this.uses = uses;
  }

  void proxy(ProxyDraft proxy) {
    for (BindDraft bind : proxy.binds) {
      note(bind.dialogues, tellsClients(bind.dialogues, proxy));
    }
    for (ServerDraft server : proxy.servers) {
      DialogueDraft spoken = server.settings.dialogues;
      note(spoken, tellsServer(spoken, proxy));
    }
  }

  private void note(DialogueDraft line, boolean use) {
    if (line.startTlsNameSaid != null) {
      uses.note(line.startTlsNameSaid, use);
    }
  }

  private boolean tellsClients(DialogueDraft bind, ProxyDraft frontend) {
    Stream<DialogueDraft> servers =
        proxies.stream()
            .filter(backend -> backend.isBehind(frontend))
            .flatMap(backend -> backend.servers.stream())
            .map(server -> server.settings.dialogues);
    return bind.speaks(Trait.STARTTLS_HAS_NAME)
        || Stream.concat(bindsOf(frontend), servers)
            .anyMatch(line -> line.speaks(Trait.GREETING_HAS_NAME));
  }

  private boolean tellsServer(DialogueDraft server, ProxyDraft backend) {
    return server.speaks(Trait.CLIENT_SAYS_HELLO)
        || server.speaks(Trait.DOMAIN_IS_ASKED_FOR)
        || proxies.stream()
            .filter(backend::isBehind)
            .flatMap(NameChecks::bindsOf)
            .anyMatch(line -> line.startTlsOptional && line.speaks(Trait.CLIENT_SAYS_HELLO));
  }

  private static Stream<DialogueDraft> bindsOf(ProxyDraft frontend) {
    return frontend.binds.stream().map(bind -> bind.dialogues);
  }
}
