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

  /**
   * Takes the client's request to start TLS, answers it in clear text, and begins. Requests only.
   *
   * @param requestBytes how long the request is; 0 if it is a line, which ends with LF
   * @param reply what is answered; may be empty
   */
  record StartTls(int requestBytes, String reply) implements RuleActionConfig {}
}
