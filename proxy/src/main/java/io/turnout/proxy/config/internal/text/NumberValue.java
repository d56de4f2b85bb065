package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;

/** Whole numbers and sizes within limits. */
public final class NumberValue {
  private NumberValue() {}

  /**
   * A number.
   *
   * @throws Rejection if it is none, or not in {@code min..max}
   */
  public static int number(String text, int min, int max) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    if (Digits.areAll(digits) && digits.length() <= 12) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    throw new Rejection(
        ConfigErrorCode.BAD_NUMBER,
        "got '" + text + "', expected a whole number " + range(min, max) + ".");
  }

  /**
   * A size in bytes; {@code k}, {@code m} and {@code g} multiply by powers of 1024.
   *
   * @throws Rejection if it is none, or not in {@code min..max}
   */
  public static int bytes(String text, int min, int max) {
    int digits = Digits.countLeading(text);
    int shift =
        switch (text.substring(digits)) {
          case "" -> 0;
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          default -> -1;
        };
    if (digits > 0 && digits <= 10 && shift >= 0) {
      long value = Long.parseLong(text.substring(0, digits)) << shift;
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    throw new Rejection(
        ConfigErrorCode.BAD_SIZE,
        "got '"
            + text
            + "', expected a size in bytes "
            + range(min, max)
            + ", optionally with the unit k, m or g (powers of 1024).");
  }

  private static String range(int min, int max) {
    return max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
  }
}
