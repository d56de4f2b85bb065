package io.turnout.proxy.log;

import io.turnout.proxy.log.LogFormatException.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a log format once, from left to right. Leading spaces are dropped and runs of spaces become
 * one, also across aliases that print nothing, as HAProxy does.
 */
final class LogFormatCompiler {
  private static final int NO_FLAGS = -1;
  private static final Set<String> NOT_YET = Set.of("bin", "json", "cbor");

  private final String text;
  private final LogIdentity identity;
  private final List<byte[]> literals = new ArrayList<>();
  private final List<FieldWriter> writers = new ArrayList<>();
  private final List<Integer> flags = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int position;
  private int defaultFlags;
  private boolean afterSpace = true;

  LogFormatCompiler(String text, LogIdentity identity) {
    this.text = text;
    this.identity = identity;
  }

  LogFormat compile() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '%') {
        percent();
      } else {
        position++;
        character(c);
      }
    }
    if (!problems.isEmpty()) {
      throw new LogFormatException(text, problems);
    }
    endLiteral();
    return new LogFormat(literals, writers, flags);
  }

  private void character(char c) {
    if (c != ' ' || !afterSpace) {
      literal.append(c);
    }
    afterSpace = c == ' ';
  }

  private void percent() {
    int start = position++;
    char next = position < text.length() ? text.charAt(position) : 0;
    switch (next) {
      case '%' -> {
        position++;
        character('%');
      }
      case '[' -> notYet(start, "%[fetch]", "]", "Use aliases, such as %ci");
      case '(' -> notYet(start, "%(name)alias", ")", "Write the alias alone");
      default -> alias(start, next == '{' ? flags() : defaultFlags);
    }
  }

  private void notYet(int start, String what, String end, String remedy) {
    problem(start, "'" + what + "' is not supported yet. " + remedy);
    int close = text.indexOf(end, position);
    position = close < 0 ? text.length() : close + 1;
  }

  private int flags() {
    int open = position;
    int close = text.indexOf('}', open);
    if (close < 0) {
      problem(open, "'{' has no '}'. Write flags as '%{+Q}name'");
      position = text.length();
      return NO_FLAGS;
    }
    int result = defaultFlags;
    for (String word : text.substring(open + 1, close).split(",", 0)) {
      result = flag(open, word.strip(), result);
    }
    position = close + 1;
    return result;
  }

  private int flag(int where, String word, int before) {
    int mask =
        switch (word.isEmpty() ? "" : word.substring(1)) {
          case "Q" -> FieldWriter.QUOTE;
          case "E" -> FieldWriter.ESCAPE;
          case "X" -> FieldWriter.HEX;
          default -> 0;
        };
    if (mask != 0 && word.startsWith("+")) {
      return before | mask;
    }
    if (mask != 0 && word.startsWith("-")) {
      return before & ~mask;
    }
    if (!word.isEmpty() && NOT_YET.contains(word.substring(1))) {
      problem(where, "flag '" + word + "' is not supported yet. Allowed: Q, E, X");
    } else {
      problem(where, "got flag '" + word + "', allowed: +Q -Q +E -E +X -X, with commas between");
    }
    return before;
  }

  private void alias(int start, int fieldFlags) {
    int nameStart = position;
    while (position < text.length() && isNamePart(text.charAt(position))) {
      position++;
    }
    String name = text.substring(nameStart, position);
    LogAlias alias = LogAlias.named(name);
    if (alias != null) {
      add(alias, fieldFlags);
    } else if (fieldFlags != NO_FLAGS) {
      problem(
          start,
          name.isEmpty()
              ? "'%' with no name. Write '%%' for a percent sign"
              : LogAlias.refusal(name));
    }
  }

  private static boolean isNamePart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private void add(LogAlias alias, int fieldFlags) {
    switch (alias) {
      case DEFAULT_FLAGS -> defaultFlags = fieldFlags;
      case HOST_NAME -> constant(line -> FieldText.text(line, identity.hostName(), fieldFlags));
      case PID -> constant(line -> FieldText.number(line, identity.pid(), 4, fieldFlags));
      default -> {
        if (alias.writer != null) {
          endLiteral();
          writers.add(alias.writer);
          flags.add(fieldFlags);
          afterSpace = false;
        }
      }
    }
  }

  private void constant(Consumer<LineBuffer> value) {
    LineBuffer line = new LineBuffer();
    value.accept(line);
    literal.append(StandardCharsets.UTF_8.decode(line.view()));
    afterSpace = false;
  }

  private void endLiteral() {
    literals.add(literal.toString().getBytes(StandardCharsets.UTF_8));
    literal.setLength(0);
  }

  private void problem(int where, String message) {
    problems.add(new Problem(where + 1, message));
  }
}
