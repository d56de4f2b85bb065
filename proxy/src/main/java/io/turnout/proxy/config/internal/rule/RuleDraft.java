package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.rule.ConditionConfig;
import org.jspecify.annotations.Nullable;

/**
 * A rule whose ACLs may still grow.
 *
 * @param <A> what rules of its kind may do
 */
public record RuleDraft<A>(SourcePosition position, A action, @Nullable ConditionDraft condition) {
  /** The record of the condition, once all ACLs are complete. */
  public @Nullable ConditionConfig finishedCondition() {
    return condition == null ? null : condition.finish();
  }
}
