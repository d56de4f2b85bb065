package io.turnout.proxy.rules;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One rule.
 *
 * @param condition when it applies; null is always
 * @param verdict what then becomes of the bytes
 * @param effect what is done before that, or null
 */
record Rule(
    @Nullable Condition condition, Verdict verdict, @Nullable Consumer<RuleActions> effect) {}
