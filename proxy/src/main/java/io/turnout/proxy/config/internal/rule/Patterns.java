package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.rule.NumberRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The values that samples are compared with. */
final class Patterns {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern DIGITS = Pattern.compile("(?:[0-9A-Fa-f]{2})*");
  private static final List<String> OPERATORS = List.of("eq", "ge", "gt", "le", "lt");

  private Patterns() {}

  static long number(String text) {
    if (!isNumber(text)) {
      throw bad("'" + text + "' is no whole number of at most 18 digits.");
    }
    return Long.parseLong(text);
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static String hexadecimal(String text) {
    if (text.isEmpty() || !DIGITS.matcher(text).matches()) {
      throw bad("'" + text + "' is not an even number of hexadecimal digits, as in 0d0a.");
    }
    return text;
  }

  static String expression(String text) {
    try {
      Pattern.compile(text);
      return text;
    } catch (PatternSyntaxException e) {
      throw bad(
          "'"
              + text
              + "' is no regular expression: "
              + e.getDescription()
              + " near index "
              + e.getIndex()
              + ".");
    }
  }

  /** Numbers and ranges, each for the operator that stands before; an operator holds on. */
  static List<NumberRange> ranges(List<String> words) {
    List<NumberRange> ranges = new ArrayList<>();
    String operator = "eq";
    boolean used = true;
    for (String word : words) {
      if (OPERATORS.contains(word)) {
        operator = word;
        used = false;
      } else {
        ranges.add(range(operator, word));
        used = true;
      }
    }
    if (!used) {
      throw bad("nothing stands behind '" + operator + "'. Give a number.");
    }
    return ranges;
  }

  private static NumberRange range(String operator, String word) {
    int colon = word.indexOf(':');
    if (colon < 0) {
      return compared(operator, boundary(word, word, 0));
    }
    if (!operator.equals("eq")) {
      throw bad("'" + operator + "' takes a number, not the range '" + word + "'.");
    }
    long low = boundary(word.substring(0, colon), word, Long.MIN_VALUE);
    long high = boundary(word.substring(colon + 1), word, Long.MAX_VALUE);
    if (word.equals(":") || low > high) {
      throw bad("the range '" + word + "' is empty. Allowed: low:high, low: and :high.");
    }
    return new NumberRange(low, high);
  }

  private static NumberRange compared(String operator, long number) {
    return switch (operator) {
      case "ge" -> new NumberRange(number, Long.MAX_VALUE);
      case "gt" -> new NumberRange(number + 1, Long.MAX_VALUE);
      case "le" -> new NumberRange(Long.MIN_VALUE, number);
      case "lt" -> new NumberRange(Long.MIN_VALUE, number - 1);
      default -> new NumberRange(number, number);
    };
  }

  private static long boundary(String text, String word, long absent) {
    if (text.isEmpty() && !word.isEmpty()) {
      return absent;
    }
    if (!isNumber(text)) {
      throw bad(
          "'"
              + word
              + "' is no number and no range. Allowed: a whole number, low:high, low: and :high,"
              + " and before them one of "
              + String.join(", ", OPERATORS)
              + ".");
    }
    return Long.parseLong(text);
  }

  static Rejection bad(String message) {
    return new Rejection(ConfigErrorCode.BAD_PATTERN, message);
  }
}
