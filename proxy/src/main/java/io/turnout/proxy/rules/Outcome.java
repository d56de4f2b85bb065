package io.turnout.proxy.rules;

/** The outcomes of a comparison. The lesser of two is their "and", the greater their "or". */
final class Outcome {
  static final int NO = 0;

  /** No, but that may change. */
  static final int NOT_YET = 1;

  static final int YES = 2;

  private Outcome() {}

  static int not(int outcome) {
    return YES - outcome;
  }
}
