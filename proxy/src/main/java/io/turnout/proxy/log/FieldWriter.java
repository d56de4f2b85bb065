package io.turnout.proxy.log;

/** Writes one field of a record. */
@FunctionalInterface
interface FieldWriter {
  /** {@code 'Q'}: text in quotes. */
  int QUOTE = 1;

  /** {@code 'E'}: a backslash before quotes, backslashes and closing brackets. */
  int ESCAPE = 2;

  /** {@code 'X'}: addresses, ports and some numbers in hexadecimal. */
  int HEX = 4;

  /** Appends to the line's message. Some writers take the flags into account, most need none. */
  void write(LogRecord record, LogLine line, int flags);
}
