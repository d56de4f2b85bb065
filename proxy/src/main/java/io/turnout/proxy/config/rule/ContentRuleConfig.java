package io.turnout.proxy.config.rule;

import io.turnout.proxy.config.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * One rule.
 *
 * @param position of its line
 * @param action what is done if it applies
 * @param condition when it applies; null is always
 */
public record ContentRuleConfig(
    SourcePosition position, RuleActionConfig action, @Nullable ConditionConfig condition) {}
