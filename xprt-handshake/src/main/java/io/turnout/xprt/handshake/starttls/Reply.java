package io.turnout.xprt.handshake.starttls;

import org.jspecify.annotations.Nullable;

/**
 * A line of an answer that begins with three digits.
 *
 * @param code the digits
 * @param last whether no line of the answer follows
 * @param text what stands behind
 */
record Reply(int code, boolean last, String text) {
  /** Reads it; null if it is none. */
  static @Nullable Reply of(String line) {
    if (line.length() < 3) {
      return null;
    }
    int code = 0;
    for (int i = 0; i < 3; i++) {
      char digit = line.charAt(i);
      if (digit < '0' || digit > '9') {
        return null;
      }
      code = 10 * code + digit - '0';
    }
    if (line.length() == 3) {
      return new Reply(code, true, "");
    }
    char next = line.charAt(3);
    return next == ' ' || next == '-' ? new Reply(code, next == ' ', line.substring(4)) : null;
  }
}
