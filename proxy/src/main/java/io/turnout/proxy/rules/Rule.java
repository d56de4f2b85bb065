package io.turnout.proxy.rules;

import io.turnout.core.conn.MuxFactory;
import org.jspecify.annotations.Nullable;

/**
 * One rule.
 *
 * @param condition when it applies; null is always
 * @param verdict what then becomes of the bytes
 * @param mux what the mux is switched to before that, or null
 */
record Rule(@Nullable Condition condition, Verdict verdict, @Nullable MuxFactory mux) {}
