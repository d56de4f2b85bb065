package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.rule.ContentRulesConfig;
import java.util.ArrayList;
import java.util.List;

/** The rules of one direction, and how long they may wait. */
public final class RuleListDraft {
  public final List<RuleDraft> rules = new ArrayList<>();

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
    return new ContentRulesConfig(delayNanos, rules.stream().map(RuleDraft::finish).toList());
  }
}
