package io.turnout.proxy.rules;

/** What a rule that applies does. */
@FunctionalInterface
interface Effect {
  /**
   * Does it.
   *
   * @param last whether nothing more is waited for: then the answer is not to wait
   * @return what becomes of the bytes
   */
  Verdict apply(RuleActions actions, boolean last);
}
