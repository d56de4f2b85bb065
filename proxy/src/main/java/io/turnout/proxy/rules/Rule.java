package io.turnout.proxy.rules;

import org.jspecify.annotations.Nullable;

/**
 * One rule.
 *
 * @param condition when it applies; null is always
 * @param effect what then is done, and becomes of the bytes
 */
record Rule(@Nullable Condition condition, Effect effect) {}
