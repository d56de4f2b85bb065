package io.turnout.proxy.config.rule;

/** What can be done with text or bytes. */
public enum Converter {
  /** ASCII letters become small. */
  LOWER,
  /** ASCII letters become capital. */
  UPPER,
  /** Each byte becomes two hexadecimal digits, in capitals. */
  HEX,
  /** The number of bytes. */
  LENGTH
}
