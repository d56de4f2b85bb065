package io.turnout.proxy.rules;

/** Takes a sample. */
@FunctionalInterface
interface Fetch {
  /**
   * Fills the sample in, and says in it whether it may change.
   *
   * @param last whether nothing more is waited for
   * @return false if the sample is not there
   */
  boolean fetch(Inspected from, boolean last, Sample into);
}
