package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.keyword.BindDraft;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ServerDraft;
import io.turnout.proxy.config.internal.text.Problems;
import io.turnout.proxy.config.rule.ConnectionActionConfig.ExpectProxy;
import io.turnout.proxy.config.rule.RuleActionConfig.StartTls;
import java.util.List;

/** Words that do nothing without others, which stand in another line or section. */
final class EffectChecks {
  private final List<ProxyDraft> proxies;
  private final Problems problems;

  EffectChecks(List<ProxyDraft> proxies, Problems problems) {
    this.proxies = proxies;
    this.problems = problems;
  }

  /** Of a proxy that is enabled and complete. */
  void proxy(ProxyDraft proxy) {
    if (proxy.kind.hasClientSide()) {
      laterTls(proxy);
    }
    if (proxy.kind.hasServerSide()) {
      uniqueIds(proxy);
    }
  }

  /** Nobody else would start it, so that its clients stay in clear text. */
  private void laterTls(ProxyDraft front) {
    if (proxies.stream().anyMatch(p -> isBehind(p, front) && startsTls(p))) {
      return;
    }
    for (BindDraft bind : front.binds) {
      if (bind.dialogues.isLater()) {
        problems.warn(
            ConfigErrorCode.WITHOUT_EFFECT,
            bind.position,
            "'bind starttls rule': "
                + front.title()
                + " and its backend have no rule that starts TLS, so that its clients stay in"
                + " clear text. Add 'tcp-request content start-tls', or write 'ssl'.");
      }
    }
  }

  private static boolean startsTls(ProxyDraft proxy) {
    return proxy.settings.requestRules.rules.stream().anyMatch(r -> r.action() instanceof StartTls);
  }

  private void uniqueIds(ProxyDraft back) {
    List<ProxyDraft> fronts =
        proxies.stream().filter(p -> p.kind.hasClientSide() && isBehind(back, p)).toList();
    if (fronts.isEmpty() || fronts.stream().anyMatch(EffectChecks::hasUniqueIds)) {
      return;
    }
    for (ServerDraft server : back.servers) {
      if (server.settings.dialogues.tellsUniqueId()) {
        problems.warn(
            ConfigErrorCode.WITHOUT_EFFECT,
            server.position,
            "'server "
                + server.name
                + " proxy-v2-options unique-id' has no effect: its clients have no unique id. Add"
                + " 'unique-id-format', or take PROXY headers that tell one.");
      }
    }
  }

  /** Of its own, or of the proxies in front of it. */
  private static boolean hasUniqueIds(ProxyDraft front) {
    return front.settings.uniqueIdFormat != null
        || front.binds.stream().anyMatch(bind -> bind.dialogues.acceptProxy)
        || front.settings.connectionRules.stream().anyMatch(r -> r.action() instanceof ExpectProxy);
  }

  /** Whether the connections of a frontend come to it, or begin there. */
  @SuppressWarnings("ReferenceEquality") // each section has one draft
  private static boolean isBehind(ProxyDraft proxy, ProxyDraft front) {
    return proxy == front
        || proxy.kind.hasServerSide() && proxy.name.equals(front.settings.defaultBackend);
  }
}
