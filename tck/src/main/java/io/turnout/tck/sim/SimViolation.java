package io.turnout.tck.sim;

/** A rule was broken in a simulation. Its message has the seed and the last events. */
public final class SimViolation extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String what;

  SimViolation(String what, String message) {
    super(message);
    this.what = what;
  }

  /** What was found, without the events; begins with the rule's id and a colon if it has one. */
  public String what() {
    return what;
  }
}
