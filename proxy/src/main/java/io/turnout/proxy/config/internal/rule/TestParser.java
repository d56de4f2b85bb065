package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.rule.MatchConfig;
import io.turnout.proxy.config.rule.MatchConfig.Place;
import io.turnout.proxy.config.rule.TestConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a test: {@code <sample> [-i] [-m <method>] [-f <file>] [--] <value>...}. */
final class TestParser {
  private static final List<String> FLAGS = List.of("-i", "-m", "-f", "-n", "--");
  private static final List<String> WITHOUT_VALUES = List.of("found", "bool");

  private final List<String> words;
  private final List<String> values = new ArrayList<>();
  private int at;
  private boolean ignoreCase;
  private @Nullable String method;

  private TestParser(List<String> words) {
    this.words = words;
  }

  static TestDraft parse(List<String> words) {
    return new TestParser(words).run();
  }

  private TestDraft run() {
    if (words.isEmpty()) {
      throw new Rejection(
          ConfigErrorCode.MISSING_ARGUMENT,
          "an argument is missing: expected a sample, such as req.len, and what it must match.");
    }
    SampleParser.Parsed parsed = SampleParser.parse(words.get(at++));
    flags();
    values.addAll(words.subList(at, words.size()));
    MatchConfig match = match(methodFor(parsed));
    return new TestDraft(
        new TestConfig(parsed.sample(), match),
        parsed.keyword().name(),
        parsed.keyword().points(),
        parsed.keyword().waits());
  }

  private void flags() {
    while (at < words.size()
        && words.get(at).startsWith("-")
        && !Patterns.isNumber(words.get(at))) {
      String flag = words.get(at++);
      switch (flag) {
        case "--" -> {
          return;
        }
        case "-i" -> ignoreCase = true;
        // No name is ever looked up here.
        case "-n" -> {}
        case "-m" -> method = next("a match method behind -m");
        case "-f" -> values.addAll(PatternFile.read(next("a file behind -f")));
        case "-M", "-u" -> throw SampleParser.notYet("ACL flag", flag);
        default ->
            throw Patterns.bad(
                "'"
                    + flag
                    + "' is no flag. Allowed: "
                    + String.join(", ", FLAGS)
                    + "; write -- before a value that starts with '-'.");
      }
    }
  }

  private String next(String expected) {
    if (at == words.size()) {
      throw new Rejection(
          ConfigErrorCode.MISSING_ARGUMENT, "an argument is missing: expected " + expected + ".");
    }
    return words.get(at++);
  }

  private String methodFor(SampleParser.Parsed parsed) {
    SampleType type = parsed.type();
    String given = method != null ? method : type.usualMethod();
    if (given == null) {
      throw Patterns.bad(
          "the sample '"
              + parsed.keyword().name()
              + "' gives "
              + type.noun()
              + ", for which a match method must be given. Add -m with one of: "
              + String.join(", ", type.methods())
              + ".");
    }
    if (HaproxySamples.METHODS.contains(given)) {
      throw SampleParser.notYet("match method", given);
    }
    if (!type.methods().contains(given)) {
      throw new Rejection(
          ConfigErrorCode.BAD_CHOICE,
          "'"
              + given
              + "' is no match method for "
              + type.noun()
              + "."
              + NearestWord.hint(given, type.methods())
              + " Allowed: "
              + String.join(", ", type.methods())
              + ".");
    }
    return given;
  }

  private MatchConfig match(String chosen) {
    boolean bare = WITHOUT_VALUES.contains(chosen);
    if (bare && !values.isEmpty()) {
      throw new Rejection(
          ConfigErrorCode.EXTRA_ARGUMENT,
          "the match method '" + chosen + "' takes no value, got '" + values.getFirst() + "'.");
    }
    if (!bare && values.isEmpty()) {
      throw new Rejection(
          ConfigErrorCode.MISSING_ARGUMENT,
          "there is no value to match, so it would never hold. Give one, or use '-m found'.");
    }
    return switch (chosen) {
      case "found" -> new MatchConfig.Found();
      case "bool" -> new MatchConfig.IsTrue();
      case "int" -> new MatchConfig.Numbers(Patterns.ranges(values));
      case "len" -> new MatchConfig.Lengths(Patterns.ranges(values));
      case "ip" -> new MatchConfig.Networks(values.stream().map(Networks::parse).toList());
      case "bin" -> new MatchConfig.Bytes(values.stream().map(Patterns::hexadecimal).toList());
      case "reg" ->
          new MatchConfig.Expressions(
              ignoreCase, values.stream().map(Patterns::expression).toList());
      case "sub" -> new MatchConfig.Texts(Place.ANYWHERE, ignoreCase, values);
      case "beg" -> new MatchConfig.Texts(Place.BEGIN, ignoreCase, values);
      case "end" -> new MatchConfig.Texts(Place.END, ignoreCase, values);
      default -> new MatchConfig.Texts(Place.WHOLE, ignoreCase, values);
    };
  }
}
