package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a predicate or sample. They may be quoted once more, since the quotes of the
 * line are gone by now: {@code streq(\"a,b\",x)}.
 *
 * @param values none if there is no parenthesis, or nothing in it
 * @param end index of the first character behind
 */
public record ConditionArguments(List<String> values, int end) {
  /** Reads from the parenthesis on, if there is one. */
  public static ConditionArguments read(String text, int open) {
    if (!text.startsWith("(", open)) {
      return new ConditionArguments(List.of(), open);
    }
    if (text.startsWith(")", open + 1)) {
      return new ConditionArguments(List.of(""), open + 2);
    }
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int at = open + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case ')' -> {
          values.add(value.toString());
          return new ConditionArguments(List.copyOf(values), at + 1);
        }
        case ',' -> {
          values.add(value.toString());
          value.setLength(0);
        }
        case '\'', '"' -> {
          int close = text.indexOf(c, at + 1);
          if (close < 0) {
            throw unfinished(text, "the quote " + c);
          }
          value.append(text, at + 1, close);
          at = close;
        }
        case '\\' -> value.append(at + 1 < text.length() ? text.charAt(++at) : c);
        default -> value.append(c);
      }
    }
    throw unfinished(text, "the '('");
  }

  private static Rejection unfinished(String text, String what) {
    return new Rejection(
        ConfigErrorCode.BAD_CONDITION,
        "in '" + text + "': " + what + " of the arguments is never closed.");
  }
}
