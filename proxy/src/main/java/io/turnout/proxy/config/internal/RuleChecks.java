package io.turnout.proxy.config.internal;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.keyword.ProxyDraft;
import io.turnout.proxy.config.internal.keyword.ProxySettings;
import io.turnout.proxy.config.internal.keyword.SectionKind;
import io.turnout.proxy.config.internal.rule.ConditionDraft;
import io.turnout.proxy.config.internal.rule.RuleDraft;
import io.turnout.proxy.config.internal.rule.RuleListDraft;
import io.turnout.proxy.config.internal.rule.RulePoint;
import io.turnout.proxy.config.internal.rule.TermDraft;
import io.turnout.proxy.config.internal.rule.TestDraft;
import io.turnout.proxy.config.internal.text.Problems;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What only shows of rules when all ACLs and all who inherit them are known. */
final class RuleChecks {
  private final Problems problems;
  private final Set<RuleDraft<?>> told = new HashSet<>();

  RuleChecks(Problems problems) {
    this.problems = problems;
  }

  /** Every sample must be one that can be taken there, and be waited for if need be. */
  void proxy(ProxyDraft proxy) {
    EnumSet<RulePoint> request = EnumSet.noneOf(RulePoint.class);
    if (proxy.kind.hasClientSide()) {
      proxy.settings.connectionRules.forEach(rule -> terms(rule, EnumSet.of(RulePoint.CONNECTION)));
      request.add(RulePoint.FRONTEND_REQUEST);
    }
    if (proxy.kind.hasServerSide()) {
      request.add(RulePoint.BACKEND_REQUEST);
      list(proxy.settings.responseRules, EnumSet.of(RulePoint.BACKEND_RESPONSE), "tcp-response");
    }
    list(proxy.settings.requestRules, request, "tcp-request");
  }

  /** As HAProxy has it: inherited rules run on one side only. */
  void defaults(ProxyDraft defaults, List<ProxyDraft> proxies) {
    List<ProxyDraft> met = heirs(defaults, settings -> settings.connectionRules, proxies);
    List<ProxyDraft> asked = heirs(defaults, settings -> settings.requestRules.rules, proxies);
    List<ProxyDraft> answered = heirs(defaults, settings -> settings.responseRules.rules, proxies);
    for (ProxyDraft heir : proxies) {
      boolean hasRules = met.contains(heir) || asked.contains(heir) || answered.contains(heir);
      if (heir.kind == SectionKind.LISTEN && hasRules) {
        refuse(heir, defaults, "a listen section cannot inherit rules");
      } else if (heir.kind == SectionKind.FRONTEND && answered.contains(heir)) {
        refuse(heir, defaults, "a frontend has no use for 'tcp-response' rules");
      } else if (heir.kind == SectionKind.BACKEND && met.contains(heir)) {
        refuse(heir, defaults, "a backend has no use for 'tcp-request connection' rules");
      } else if (heir.kind == SectionKind.FRONTEND
          && asked.contains(heir)
          && asked.stream().anyMatch(other -> other.kind == SectionKind.BACKEND)) {
        refuse(heir, defaults, "frontends and backends cannot inherit the same rules");
      }
    }
  }

  private static List<ProxyDraft> heirs(
      ProxyDraft defaults,
      Function<ProxySettings, List<? extends RuleDraft<?>>> rules,
      List<ProxyDraft> proxies) {
    List<? extends RuleDraft<?>> inherited = rules.apply(defaults.settings);
    if (inherited.isEmpty()) {
      return List.of();
    }
    RuleDraft<?> first = inherited.getFirst();
    return proxies.stream().filter(proxy -> rules.apply(proxy.settings).contains(first)).toList();
  }

  private void refuse(ProxyDraft heir, ProxyDraft defaults, String why) {
    problems.alert(
        ConfigErrorCode.RULES_IN_DEFAULTS,
        heir.position,
        heir.title()
            + " inherits the rules of defaults '"
            + defaults.name
            + "' ("
            + defaults.position
            + "): "
            + why
            + ". Give it another defaults section with 'from'.");
  }

  private void list(RuleListDraft list, Set<RulePoint> points, String keyword) {
    boolean warned = false;
    for (RuleDraft<?> rule : list.rules) {
      ConditionDraft condition = rule.condition();
      if (condition == null || told.contains(rule)) {
        continue;
      }
      terms(rule, points);
      if (!warned && list.delayNanos == 0 && waits(condition)) {
        warned = told.add(rule);
        problems.warn(
            ConfigErrorCode.NO_INSPECT_DELAY,
            rule.position(),
            "this rule looks at bytes that may not have come yet, and there is no '"
                + keyword
                + " inspect-delay', so it is chance whether it finds them. Set one.");
      }
    }
  }

  private void terms(RuleDraft<?> rule, Set<RulePoint> points) {
    ConditionDraft condition = rule.condition();
    if (condition != null && !told.contains(rule)) {
      condition.terms().forEach(term -> term(term, rule, points));
    }
  }

  private static boolean waits(ConditionDraft condition) {
    return condition
        .terms()
        .flatMap(term -> term.acl().tests().stream())
        .anyMatch(TestDraft::waits);
  }

  private void term(TermDraft term, RuleDraft<?> rule, Set<RulePoint> points) {
    for (TestDraft test : term.acl().tests()) {
      if (Collections.disjoint(test.points(), points)) {
        told.add(rule);
        problems.alert(
            ConfigErrorCode.SAMPLE_NOT_HERE,
            rule.position(),
            term.acl().title()
                + " looks at '"
                + test.sample()
                + "', which is not there in "
                + titles(points)
                + ". It is there in "
                + titles(test.points())
                + ".");
      }
    }
  }

  private static String titles(Set<RulePoint> points) {
    return points.stream().map(RulePoint::title).collect(Collectors.joining(", "));
  }
}
