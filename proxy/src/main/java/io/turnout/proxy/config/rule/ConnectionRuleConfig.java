package io.turnout.proxy.config.rule;

import io.turnout.proxy.config.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * One {@code tcp-request connection} rule.
 *
 * @param position of its line
 * @param action what is done if it applies
 * @param condition when it applies; null is always
 */
public record ConnectionRuleConfig(
    SourcePosition position, ConnectionActionConfig action, @Nullable ConditionConfig condition) {}
