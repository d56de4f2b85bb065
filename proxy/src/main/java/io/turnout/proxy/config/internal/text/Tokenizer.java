package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one line into words.
 *
 * <pre>
 *            '                    "
 *   strong ◀───▶ plain ◀────────────────▶ weak (variables are expanded here)
 *                  │ space, tab: word ends     │ #: line ends
 * </pre>
 */
public final class Tokenizer {
  /** Most words on a line. */
  public static final int MAX_WORDS = 64;

  private static final String ESCAPABLE = "\\ #'\"\t$";

  private final String line;
  private final Environment environment;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private Tokenizer(String line, Environment environment) {
    this.line = line;
    this.environment = environment;
  }

  /**
   * The words of a line; none for an empty line or a comment.
   *
   * @throws Rejection if it cannot be cut
   */
  public static List<String> words(String line, Environment environment) {
    return new Tokenizer(line, environment).run();
  }

  private List<String> run() {
    while (at < line.length() && line.charAt(at) != '#') {
      plain(line.charAt(at));
    }
    endWord();
    return List.copyOf(words);
  }

  private void plain(char c) {
    switch (c) {
      case ' ', '\t' -> {
        endWord();
        at++;
      }
      case '\'' -> strong();
      case '"' -> weak();
      case '\\' -> escape();
      default -> append(c);
    }
  }

  private void strong() {
    int close = line.indexOf('\'', at + 1);
    if (close < 0) {
      throw unmatched(at);
    }
    inWord = true;
    word.append(line, at + 1, close);
    at = close + 1;
  }

  private void weak() {
    int open = at++;
    // A list of no values leaves no word behind, "" leaves an empty one.
    boolean onlyLists = at < line.length() && line.charAt(at) == '$' && !inWord;
    while (at < line.length() && line.charAt(at) != '"') {
      char c = line.charAt(at);
      if (c == '$') {
        onlyLists &= variable();
      } else {
        onlyLists = false;
        if (c == '\\') {
          escape();
        } else {
          append(c);
        }
      }
    }
    if (at == line.length()) {
      throw unmatched(open);
    }
    at++;
    inWord |= !onlyLists;
  }

  /** Expands one reference; true if it was a list. */
  private boolean variable() {
    Variable variable = Variable.read(line, at);
    at = variable.end();
    String value = variable.value(environment);
    if (!variable.list()) {
      inWord = true;
      word.append(value);
      return false;
    }
    boolean first = true;
    for (String item : value.split("[ \t]+", 0)) {
      if (item.isEmpty()) {
        continue;
      }
      if (!first) {
        endWord();
      }
      first = false;
      inWord = true;
      word.append(item);
    }
    return true;
  }

  private void escape() {
    char next = at + 1 < line.length() ? line.charAt(at + 1) : 0;
    switch (next) {
      case 'n' -> escaped('\n');
      case 'r' -> escaped('\r');
      case 't' -> escaped('\t');
      case 'x' -> hexadecimal();
      default -> {
        if (next != 0 && ESCAPABLE.indexOf(next) >= 0) {
          escaped(next);
        } else {
          append('\\');
        }
      }
    }
  }

  private void hexadecimal() {
    int high = at + 3 < line.length() ? Character.digit(line.charAt(at + 2), 16) : -1;
    int low = at + 3 < line.length() ? Character.digit(line.charAt(at + 3), 16) : -1;
    if (high < 0 || low < 0) {
      throw new Rejection(
          ConfigErrorCode.BAD_ESCAPE,
          "'\\x' at column "
              + (at + 1)
              + " is not followed by two hexadecimal digits (as in \\x41)."
              + " Write \\\\ for a backslash.");
    }
    append((char) (high << 4 | low));
    at += 3;
  }

  private void escaped(char c) {
    append(c);
    at++;
  }

  private void append(char c) {
    inWord = true;
    word.append(c);
    at++;
  }

  private void endWord() {
    if (!inWord) {
      return;
    }
    if (words.size() == MAX_WORDS) {
      throw new Rejection(
          ConfigErrorCode.TOO_MANY_WORDS,
          "more than "
              + MAX_WORDS
              + " words on one line, from '"
              + word
              + "' on. Split the line, or"
              + " quote what belongs together.");
    }
    words.add(word.toString());
    word.setLength(0);
    inWord = false;
  }

  private Rejection unmatched(int quote) {
    return new Rejection(
        ConfigErrorCode.UNMATCHED_QUOTE,
        "the quote "
            + line.charAt(quote)
            + " at column "
            + (quote + 1)
            + " is never closed. Close"
            + " it on this line, or write \\"
            + line.charAt(quote)
            + " for the character itself.");
  }
}
