package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.rule.ContentRuleConfig;
import io.turnout.proxy.config.rule.RuleActionConfig;
import org.jspecify.annotations.Nullable;

/** A rule whose ACLs may still grow. */
public record RuleDraft(
    SourcePosition position, RuleActionConfig action, @Nullable ConditionDraft condition) {
  ContentRuleConfig finish() {
    return new ContentRuleConfig(position, action, condition == null ? null : condition.finish());
  }
}
