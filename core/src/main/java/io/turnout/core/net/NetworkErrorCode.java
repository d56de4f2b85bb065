package io.turnout.core.net;

/** Stable ids of what the system can refuse; see {@code docs/errors.md}. */
enum NetworkErrorCode {
  CANNOT_LISTEN(4001),
  CANNOT_LOG(4002);

  private final int number;

  NetworkErrorCode(int number) {
    this.number = number;
  }

  /** The id as it is printed: {@code TRN-4001}. */
  String id() {
    return "TRN-" + number;
  }
}
