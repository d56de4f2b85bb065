package io.turnout.proxy.config.rule;

/** What a rule on connections does. */
public sealed interface ConnectionActionConfig {
  /** Takes the connection; no further rule is looked at. */
  record Accept() implements ConnectionActionConfig {}

  /** Closes the connection; no further rule is looked at. */
  record Reject() implements ConnectionActionConfig {}

  /** The connection has to begin with a PROXY header. The next rule is looked at. */
  record ExpectProxy() implements ConnectionActionConfig {}

  /**
   * The connection has to begin with a NetScaler header. The next rule is looked at.
   *
   * @param magic the number by which the header is known, as it is written
   */
  record ExpectNetscaler(String magic) implements ConnectionActionConfig {}
}
