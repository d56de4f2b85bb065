package io.turnout.distribution;

/** Stable ids of what can go wrong with the program; see {@code docs/errors.md}. */
enum ProgramErrorCode {
  NO_PID_FILE(4006),
  NO_BACKGROUND(4007);

  private final int number;

  ProgramErrorCode(int number) {
    this.number = number;
  }

  /** The id as it is printed: {@code TRN-4006}. */
  String id() {
    return "TRN-" + number;
  }
}
