package io.turnout.proxy.rules;

import org.jspecify.annotations.Nullable;

/**
 * One rule.
 *
 * @param condition when it applies; null is always
 * @param verdict what then becomes of the bytes
 * @param mux the name of what the mux is switched to before that, or null
 */
record Rule(@Nullable Condition condition, Verdict verdict, @Nullable String mux) {}
