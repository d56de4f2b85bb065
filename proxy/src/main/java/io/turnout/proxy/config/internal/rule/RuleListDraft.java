package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.rule.ContentRuleConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import io.turnout.proxy.config.rule.RuleActionConfig;
import java.util.ArrayList;
import java.util.List;

/** The rules on content of one direction, and how long they may wait. */
public final class RuleListDraft {
  public final List<RuleDraft<RuleActionConfig>> rules = new ArrayList<>();

  /** 0 is not at all. */
  public long delayNanos;

  /** An independent copy. */
  public RuleListDraft copy() {
    RuleListDraft copy = new RuleListDraft();
    copy.rules.addAll(rules);
    copy.delayNanos = delayNanos;
    return copy;
  }

  /** The record, once all ACLs are complete. */
  public ContentRulesConfig finish() {
    return new ContentRulesConfig(delayNanos, rules.stream().map(RuleListDraft::finish).toList());
  }

  private static ContentRuleConfig finish(RuleDraft<RuleActionConfig> rule) {
    return new ContentRuleConfig(rule.position(), rule.action(), rule.finishedCondition());
  }
}
