package io.turnout.tck;

import org.jspecify.annotations.Nullable;

/**
 * A plugin has broken a rule. The message says, in this order: the rule; what was found; in which
 * run; what usually causes it; how to repeat exactly this run; how things stood; the last events.
 *
 * <p>An event is a time, a word and two numbers, or a line of the plugin's own trace:
 *
 * <table>
 *   <caption>Events</caption>
 *   <tr><th>word</th><th>numbers</th></tr>
 *   <tr><td>{@code stream rcvBuf}, {@code xprt rcvBuf}, {@code sndBuf}, {@code rcvPipe}, ...</td>
 *       <td>bytes asked for, bytes moved</td></tr>
 *   <tr><td>{@code stream subscribe}, {@code xprt subscribe}, {@code unsubscribe}</td>
 *       <td>events (1 receive, 2 send), events then waited for</td></tr>
 *   <tr><td>{@code stream runs}</td><td>why, {@code StreamFlags}</td></tr>
 *   <tr><td>{@code recv}, {@code send}, {@code no recv}, {@code no send}</td>
 *       <td>descriptor, bytes or error number</td></tr>
 *   <tr><td>{@code report}</td><td>descriptor, readiness ({@code Poller})</td></tr>
 *   <tr><td>{@code swap}</td><td>1 to the tested mux, 0 to its partner; {@code SwapOutcome}</td></tr>
 *   <tr><td>{@code turn}</td><td>loop, callbacks that ran</td></tr>
 * </table>
 */
public final class RuleViolation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Rule rule;
  private final long seed;

  RuleViolation(Rule rule, long seed, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.rule = rule;
    this.seed = seed;
  }

  /** What was broken. */
  public Rule rule() {
    return rule;
  }

  /** What repeats it: {@code -Dturnout.seed}. */
  public long seed() {
    return seed;
  }
}
