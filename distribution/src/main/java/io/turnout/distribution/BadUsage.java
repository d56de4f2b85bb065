package io.turnout.distribution;

/** The command line cannot be understood; the message says why. */
final class BadUsage extends Exception {
  private static final long serialVersionUID = 1;

  BadUsage(String message) {
    super(message);
  }
}
