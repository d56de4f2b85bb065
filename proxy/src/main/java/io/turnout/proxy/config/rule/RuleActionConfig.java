package io.turnout.proxy.config.rule;

/** What a rule does. All of these end the evaluation of the rules that they stand among. */
public sealed interface RuleActionConfig {
  /** Lets the bytes pass. */
  record Accept() implements RuleActionConfig {}

  /** Ends the session. */
  record Reject() implements RuleActionConfig {}

  /** Lets the bytes pass, and closes the connection to the server. Responses only. */
  record Close() implements RuleActionConfig {}

  /**
   * Replaces the mux of the side from which the bytes came, and lets them pass.
   *
   * @param mux the name of the new one; whether it exists shows when the proxy starts
   */
  record SwitchMux(String mux) implements RuleActionConfig {}
}
