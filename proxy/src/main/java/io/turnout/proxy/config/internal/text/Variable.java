package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a variable: {@code $NAME}, {@code ${NAME}}, {@code ${NAME-default}}, {@code
 * ${NAME[*]}}.
 *
 * @param name without the dollar
 * @param list true for {@code [*]}: the value's words become words of their own
 * @param fallback the value if it is not set, or null
 * @param end index of the first character behind it
 */
record Variable(String name, boolean list, @Nullable String fallback, int end) {
  private static final String LIST_MARK = "[*]";

  /**
   * Reads the reference whose dollar is at {@code dollar}.
   *
   * @throws Rejection if it is malformed
   */
  static Variable read(String text, int dollar) {
    boolean braces = text.startsWith("{", dollar + 1);
    int start = dollar + (braces ? 2 : 1);
    int end = endOfName(text, start);
    if (end == start) {
      throw malformed(text, dollar, "a name starts with a letter, '_' or (pseudo variable) '.'");
    }
    String name = text.substring(start, end);
    return braces ? inBraces(text, dollar, name, end) : new Variable(name, false, null, end);
  }

  String value(Environment environment) {
    String value = environment.value(name);
    if (value != null) {
      return value;
    }
    return fallback != null ? fallback : "";
  }

  private static Variable inBraces(String text, int dollar, String name, int afterName) {
    boolean list = text.startsWith(LIST_MARK, afterName);
    int at = list ? afterName + LIST_MARK.length() : afterName;
    int close = text.indexOf('}', at);
    if (close < 0) {
      throw malformed(text, dollar, "the closing '}' is missing");
    }
    if (close == at) {
      return new Variable(name, list, null, close + 1);
    }
    if (text.charAt(at) != '-') {
      throw malformed(text, dollar, "expected '}', '-default' or '[*]' after the name");
    }
    return new Variable(name, list, text.substring(at + 1, close), close + 1);
  }

  private static int endOfName(String text, int start) {
    int at = start;
    if (text.startsWith(".", at)) {
      at++;
    } else if (at < text.length() && isDigit(text.charAt(at))) {
      return start;
    }
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNamePart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
  }

  private static Rejection malformed(String text, int dollar, String why) {
    String shown = text.substring(dollar, Math.min(text.length(), dollar + 20));
    return new Rejection(
        ConfigErrorCode.BAD_VARIABLE,
        "malformed variable at column "
            + (dollar + 1)
            + " ('"
            + shown
            + "'): "
            + why
            + ". Write \\$ for a dollar sign.");
  }
}
