/**
 * Rules on content: what the configuration says of them, compiled, and asked for a verdict.
 *
 * <pre>
 *   RuleSet ──▶ Rule ──▶ Condition ──▶ Comparison ──▶ Fetch ─▶ Sample ─▶ Conversion ... ─▶ Matcher
 *      └──▶ Verdict: WAIT ──more bytes, or the delay is over──▶ ACCEPT | REJECT | CLOSE
 * </pre>
 *
 * <p>What is compiled never changes, and serves all loops. A {@code Sample} is a loop's own space
 * for the value that is looked at; it is reused, so that an evaluation allocates nothing, but for
 * regular expressions and for addresses that are not known yet.
 *
 * <p>A comparison has three outcomes: it holds, it does not, or more bytes may still make it hold.
 * While the third decides, the verdict is to wait.
 */
@NullMarked
package io.turnout.proxy.rules;

import org.jspecify.annotations.NullMarked;
