package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.ConditionArguments;
import io.turnout.proxy.config.internal.text.NearestWord;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.rule.Converter;
import io.turnout.proxy.config.rule.SampleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a sample: {@code name[(argument,...)][,converter...]}. */
final class SampleParser {
  private static final List<String> CONVERTERS = converters();

  private final String word;
  private int at;

  private SampleParser(String word) {
    this.word = word;
  }

  /**
   * What was read.
   *
   * @param keyword of the fetch
   * @param type behind all converters
   */
  record Parsed(SampleConfig sample, FetchKeyword keyword, SampleType type) {}

  static Parsed parse(String word) {
    return new SampleParser(word).run();
  }

  private Parsed run() {
    String name = name();
    FetchKeyword keyword = FetchKeywords.named(name);
    if (keyword == null) {
      throw unknownFetch(name);
    }
    List<String> arguments = arguments(keyword.count(), keyword.usage());
    var fetch = keyword.maker().apply(arguments);
    SampleType type = keyword.type();
    List<Converter> converters = new ArrayList<>();
    while (at < word.length()) {
      type = converter(type, converters);
    }
    return new Parsed(new SampleConfig(fetch, converters), keyword, type);
  }

  private SampleType converter(SampleType from, List<Converter> converters) {
    if (word.charAt(at) != ',') {
      throw bad("expected ',' and a converter before '" + word.substring(at) + "'.");
    }
    at++;
    String name = name();
    int index = CONVERTERS.indexOf(name);
    if (index < 0) {
      throw unknownConverter(name);
    }
    arguments(0, name);
    if (!from.isBytes()) {
      throw bad("the converter '" + name + "' takes text or bytes, not " + from.noun() + ".");
    }
    Converter converter = Converter.values()[index];
    converters.add(converter);
    return converter == Converter.LENGTH ? SampleType.NUMBER : SampleType.TEXT;
  }

  private String name() {
    int start = at;
    while (at < word.length() && word.charAt(at) != '(' && word.charAt(at) != ',') {
      at++;
    }
    return word.substring(start, at);
  }

  private List<String> arguments(int count, String usage) {
    ConditionArguments read;
    try {
      read = ConditionArguments.read(word, at);
    } catch (Rejection unfinished) {
      throw new Rejection(ConfigErrorCode.BAD_SAMPLE, unfinished.text());
    }
    at = read.end();
    List<String> values = read.values().equals(List.of("")) ? List.of() : read.values();
    if (values.size() != count) {
      throw bad("got " + values.size() + " argument(s). Write it " + usage + ".");
    }
    return values;
  }

  private Rejection unknownFetch(String name) {
    if (HaproxySamples.HTTP_FETCHES.contains(name)) {
      return needsHttp("sample", name);
    }
    if (HaproxySamples.FETCHES.contains(name)) {
      return notYet("sample", name);
    }
    return bad(
        "'"
            + name
            + "' is no sample."
            + NearestWord.hint(
                name, FetchKeywords.names(), HaproxySamples.FETCHES, "not supported yet")
            + " Allowed: "
            + String.join(", ", FetchKeywords.usages())
            + ".");
  }

  private Rejection unknownConverter(String name) {
    if (HaproxySamples.CONVERTERS.contains(name)) {
      return notYet("converter", name);
    }
    return bad(
        "'"
            + name
            + "' is no converter."
            + NearestWord.hint(name, CONVERTERS)
            + " Allowed: "
            + String.join(", ", CONVERTERS)
            + ".");
  }

  static Rejection needsHttp(String noun, String name) {
    return new Rejection(
        ConfigErrorCode.NEEDS_HTTP,
        "HAProxy's " + noun + " '" + name + "' needs mode http, which Turnout does not have.");
  }

  static Rejection notYet(String noun, String name) {
    return new Rejection(
        ConfigErrorCode.NOT_SUPPORTED_YET,
        "HAProxy's " + noun + " '" + name + "' is not supported by Turnout yet.");
  }

  private Rejection bad(String why) {
    return new Rejection(ConfigErrorCode.BAD_SAMPLE, "in the sample '" + word + "': " + why);
  }

  private static List<String> converters() {
    List<String> names = new ArrayList<>();
    for (Converter converter : Converter.values()) {
      names.add(converter.name().toLowerCase(Locale.ROOT));
    }
    return List.copyOf(names);
  }
}
