package io.turnout.spi;

/** Stable ids of what can be wrong with a plugin; see {@code docs/errors.md}. */
enum PluginErrorCode {
  CANNOT_BE_LOADED(3001),
  BAD_NAME(3002),
  WRONG_LEVEL(3003),
  NAME_TAKEN(3004);

  private final int number;

  PluginErrorCode(int number) {
    this.number = number;
  }

  /** The id as it is printed: {@code TRN-3001}. */
  String id() {
    return "TRN-" + number;
  }
}
