package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.NumberValue;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.internal.text.Statement;
import io.turnout.proxy.config.internal.text.TimeValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The words of a line, taken one by one. What it throws names the keyword. */
public final class Arguments {
  private final Statement statement;
  private final SectionKind section;
  private final ReadScope scope;
  private Prefix prefix = Prefix.NONE;
  private String keyword = "";
  private String inParentheses = "";
  private int at;

  public Arguments(Statement statement, SectionKind section, ReadScope scope) {
    this.statement = statement;
    this.section = section;
    this.scope = scope;
  }

  public SourcePosition position() {
    return statement.position();
  }

  public SectionKind section() {
    return section;
  }

  public ReadScope scope() {
    return scope;
  }

  public Prefix prefix() {
    return prefix;
  }

  /** The words that were taken as names so far. */
  public String keyword() {
    return keyword;
  }

  /** What stood in parentheses behind the name that was taken last; empty if nothing did. */
  public String inParentheses() {
    return inParentheses;
  }

  /** Takes a name without what stands in parentheses behind it, if it is known without. */
  String nextName(String expected, Predicate<String> known) {
    String name = next(expected);
    int parenthesis = name.indexOf('(');
    inParentheses = "";
    if (parenthesis <= 0 || !name.endsWith(")") || !known.test(name.substring(0, parenthesis))) {
      return name;
    }
    inParentheses = name.substring(parenthesis + 1, name.length() - 1);
    return name.substring(0, parenthesis);
  }

  /** Replaces what errors name. */
  public void keyword(String name) {
    keyword = name;
  }

  /** Takes {@code no} or {@code default} if it stands here. */
  void takePrefix() {
    prefix =
        switch (peek()) {
          case "no" -> Prefix.NO;
          case "default" -> Prefix.DEFAULT;
          default -> Prefix.NONE;
        };
    if (prefix != Prefix.NONE) {
      at++;
    }
  }

  public boolean hasNext() {
    return at < statement.words().size();
  }

  /** The next word, not taken; empty if there is none. */
  public String peek() {
    return hasNext() ? statement.words().get(at) : "";
  }

  /** Takes the next word if it is this one. */
  public boolean take(String word) {
    if (!hasNext() || !peek().equals(word)) {
      return false;
    }
    at++;
    return true;
  }

  /** How many words were taken so far. */
  int taken() {
    return at;
  }

  /** Leaves out a word. */
  public void skip() {
    at++;
  }

  /** The next word, which must be there and not be empty. */
  public String next(String expected) {
    if (peek().isEmpty()) {
      throw missing(expected);
    }
    return statement.words().get(at++);
  }

  /** A number. */
  public int number(int min, int max) {
    String word = next("a whole number");
    return named(() -> NumberValue.number(word, min, max));
  }

  /** A number from 0. */
  public int count() {
    return number(0, Integer.MAX_VALUE);
  }

  /** A size. */
  public int bytes(int min, int max) {
    String word = next("a size in bytes");
    return named(() -> NumberValue.bytes(word, min, max));
  }

  /** A time, in milliseconds if it has no unit. */
  public long nanos() {
    return nanos("ms");
  }

  /** A time, in that unit if it has none. */
  public long nanos(String unit) {
    String word = next("a time, such as 30s");
    return named(() -> TimeValue.nanos(word, unit));
  }

  /** One of a few, which are written in lower case. */
  <E extends Enum<E>> E choice(String noun, E[] values) {
    List<String> allowed = new ArrayList<>();
    for (E value : values) {
      allowed.add(value.name().toLowerCase(Locale.ROOT));
    }
    String word = next("a " + noun + ": " + String.join(", ", allowed));
    int index = allowed.indexOf(word);
    if (index < 0) {
      throw notAmong(word, noun, allowed);
    }
    return values[index];
  }

  /** All that follow. */
  public List<String> rest() {
    List<String> rest =
        statement.words().subList(Math.min(at, statement.words().size()), statement.words().size());
    at = statement.words().size();
    return rest;
  }

  /** Refuses further words. */
  public void end() {
    if (hasNext()) {
      throw new Rejection(
              ConfigErrorCode.EXTRA_ARGUMENT,
              "unexpected argument '" + peek() + "'. Remove it, or quote what has spaces.")
          .in(keyword);
    }
  }

  /** What to throw when a word is not one of a few. */
  public Rejection notAmong(String got, String noun, Collection<String> allowed) {
    return new Rejection(
            ConfigErrorCode.BAD_CHOICE,
            "'"
                + got
                + "' is no "
                + noun
                + "."
                + NearestWord.hint(got, allowed)
                + " Allowed: "
                + String.join(", ", allowed)
                + ".")
        .in(keyword);
  }

  /** What to throw when a word is missing. */
  public Rejection missing(String expected) {
    return new Rejection(
            ConfigErrorCode.MISSING_ARGUMENT, "an argument is missing: expected " + expected + ".")
        .in(keyword);
  }

  /** Tells something that does not stop the program. */
  public void warn(ConfigErrorCode code, String message) {
    scope.problems().warn(code, position(), "'" + keyword + "': " + message);
  }

  /** Runs something, and names the keyword in what it throws. */
  public <T> T named(Supplier<T> action) {
    try {
      return action.get();
    } catch (Rejection rejection) {
      throw rejection.in(keyword);
    }
  }
}
