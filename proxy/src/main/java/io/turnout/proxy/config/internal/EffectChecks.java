package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.keyword.BindDraft;
import io.turnout.proxy.config.internal.keyword.DialogueDraft;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.Said;
import io.turnout.proxy.config.internal.keyword.ServerDraft;
import io.turnout.proxy.config.internal.text.Problems;
import io.turnout.proxy.config.rule.ConnectionActionConfig.ExpectProxy;
import io.turnout.proxy.config.rule.RuleActionConfig.StartTls;
import java.util.List;

/**
 * Words that do nothing without others, which stand in another line or section. Sections that are
 * disabled are not asked, as nothing in them has an effect, nor do they lend any to others: their
 * words are checked where they stand, and no further, as in HAProxy.
 */
final class EffectChecks {
  private final List<ProxyDraft> proxies;
  private final Problems problems;
  private final Uses uniqueIds = new Uses();
  private final Uses names = new Uses();

  private EffectChecks(List<ProxyDraft> enabled, Problems problems) {
    this.proxies = enabled;
    this.problems = problems;
  }

  static void run(List<ProxyDraft> all, Problems problems) {
    List<ProxyDraft> enabled = all.stream().filter(proxy -> !proxy.settings.disabled).toList();
    EffectChecks checks = new EffectChecks(enabled, problems);
    enabled.stream().filter(checks::isWhole).forEach(checks::proxy);
    checks.tell();
  }

  /** What is missing may only have been refused, there or in front of it or behind it. */
  private boolean isWhole(ProxyDraft proxy) {
    return proxies.stream()
        .filter(other -> other.isBehind(proxy) || proxy.isBehind(other))
        .noneMatch(other -> other.settings.broken);
  }

  private void proxy(ProxyDraft proxy) {
    if (proxy.kind.hasClientSide()) {
      laterTls(proxy);
    }
    if (proxy.kind.hasServerSide()) {
      uniqueIds(proxy);
    }
    new NameChecks(proxies, names).proxy(proxy);
  }

  private void tell() {
    for (Said word : uniqueIds.useless()) {
      warn(
          word.position(),
          "'"
              + word.words()
              + " unique-id' has no effect: the clients of its servers have no unique id. Add"
              + " 'unique-id-format', or take PROXY headers that tell one.");
    }
    for (Said word : names.useless()) {
      warn(
          word.position(),
          "'"
              + word.words()
              + "' has no effect where nothing that is spoken has a name in it. Remove it, or add"
              + " 'starttls' with a protocol that tells names.");
    }
  }

  private void warn(SourcePosition position, String message) {
    problems.warn(ConfigErrorCode.WITHOUT_EFFECT, position, message);
  }

  /** Nobody else would start it, so that its clients stay in clear text. */
  private void laterTls(ProxyDraft front) {
    if (proxies.stream().anyMatch(p -> p.isBehind(front) && startsTls(p))) {
      return;
    }
    for (BindDraft bind : front.binds) {
      if (bind.dialogues.isLater()) {
        warn(
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
        proxies.stream().filter(p -> p.kind.hasClientSide() && back.isBehind(p)).toList();
    // Of a backend that nobody uses it cannot be told.
    boolean use = fronts.isEmpty() || fronts.stream().anyMatch(EffectChecks::hasUniqueIds);
    for (ServerDraft server : back.servers) {
      DialogueDraft spoken = server.settings.dialogues;
      if (spoken.uniqueIdSaid != null && spoken.proxyVersion > 0) {
        uniqueIds.note(spoken.uniqueIdSaid, use);
      }
    }
  }

  /** Of its own, or of the proxies in front of it. */
  private static boolean hasUniqueIds(ProxyDraft front) {
    return front.settings.uniqueIdFormat != null
        || front.binds.stream().anyMatch(bind -> bind.dialogues.acceptProxy)
        || front.settings.connectionRules.stream().anyMatch(r -> r.action() instanceof ExpectProxy);
  }
}
