package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;

/**
 * The expression of {@code .if} and {@code .elif}.
 *
 * <pre>
 * either    = all { "||" all }
 * all       = term { "&amp;&amp;" term }
 * term      = "!" term | "(" either ")" | integer | predicate
 * predicate = name [ "(" argument { "," argument } ")" ]
 * </pre>
 */
public final class Condition {
  private final String text;
  private final Predicates predicates;
  private int at;

  private Condition(String text, Predicates predicates) {
    this.text = text;
    this.predicates = predicates;
  }

  /**
   * Evaluates an expression; an empty one is false.
   *
   * @throws Rejection if it is malformed
   */
  public static boolean holds(String text, Predicates predicates) {
    if (text.isBlank()) {
      return false;
    }
    Condition condition = new Condition(text, predicates);
    boolean result = condition.either();
    if (condition.at < text.length()) {
      throw condition.malformed("unexpected text after the expression");
    }
    return result;
  }

  private boolean either() {
    boolean result = all();
    while (take("||")) {
      result |= all();
    }
    return result;
  }

  private boolean all() {
    boolean result = term();
    while (take("&&")) {
      result &= term();
    }
    return result;
  }

  private boolean term() {
    if (take("!")) {
      return !term();
    }
    if (take("(")) {
      boolean result = either();
      if (!take(")")) {
        throw malformed("expected ')'");
      }
      return result;
    }
    int start = at;
    while (at < text.length() && "!()&|, \t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (Digits.areAll(word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word)) {
      skipBlanks();
      return word.chars().anyMatch(c -> c >= '1' && c <= '9');
    }
    return predicate(word, start);
  }

  private boolean predicate(String name, int start) {
    Predicates.Predicate predicate = predicates.byName(name);
    if (predicate == null) {
      at = start;
      throw malformed(
          (name.isEmpty() ? "expected a condition" : "'" + name + "' is no predicate")
              + "."
              + NearestWord.hint(name, predicates.names())
              + " Allowed: an integer, "
              + String.join("(), ", predicates.names())
              + "(), combined by !, &&, || and parentheses");
    }
    ConditionArguments arguments = ConditionArguments.read(text, at);
    at = arguments.end();
    if (arguments.values().size() != predicate.arguments()) {
      throw malformed(
          "'"
              + name
              + "' takes "
              + predicate.arguments()
              + " argument(s), got "
              + arguments.values().size());
    }
    skipBlanks();
    try {
      return predicate.test().holds(arguments.values());
    } catch (Rejection rejection) {
      throw malformed("'" + name + "': " + rejection.text());
    }
  }

  private boolean take(String token) {
    skipBlanks();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    skipBlanks();
    return true;
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private Rejection malformed(String why) {
    String rest = at < text.length() ? "before '" + text.substring(at) + "'" : "at its end";
    return new Rejection(
        ConfigErrorCode.BAD_CONDITION,
        "in the condition '" + text + "', " + rest + ": " + why + ".");
  }
}
