package io.turnout.proxy.config.internal.rule;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.NumberValue;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.proxy.config.rule.FetchConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The samples that there are. */
final class FetchKeywords {
  private static final List<String> TRUE = List.of("true", "1", "yes", "on", "enable", "enabled");
  private static final List<String> FALSE =
      List.of("false", "0", "no", "off", "disable", "disabled");
  private static final Map<String, FetchKeyword> ALL = new LinkedHashMap<>();

  static {
    length("req.len", RulePoint.REQUEST);
    length("req_len", RulePoint.REQUEST);
    length("res.len", RulePoint.RESPONSE);
    payload("req.payload", RulePoint.REQUEST);
    payload("res.payload", RulePoint.RESPONSE);
    payload("payload", RulePoint.CONTENT);
    add(
        new FetchKeyword(
            "wait_end",
            "",
            0,
            SampleType.TRUTH,
            RulePoint.CONTENT,
            true,
            _ -> new FetchConfig.WaitEnd()));
    constant("src", SampleType.ADDRESS, FetchConfig.Source::new);
    constant("src_port", SampleType.NUMBER, FetchConfig.SourcePort::new);
    constant("dst", SampleType.ADDRESS, FetchConfig.Destination::new);
    constant("dst_port", SampleType.NUMBER, FetchConfig.DestinationPort::new);
    constant("fe_name", SampleType.TEXT, FetchConfig.FrontendName::new);
    add(
        new FetchKeyword(
            "be_name",
            "",
            0,
            SampleType.TEXT,
            RulePoint.BACKEND,
            false,
            _ -> new FetchConfig.BackendName()));
    constant("always_true", SampleType.TRUTH, () -> new FetchConfig.Truth(true));
    constant("always_false", SampleType.TRUTH, () -> new FetchConfig.Truth(false));
    literal("bool", "true or false", SampleType.TRUTH, FetchKeywords::truth);
    literal("int", "number", SampleType.NUMBER, FetchKeywords::whole);
    literal("str", "text", SampleType.TEXT, FetchConfig.Text::new);
    literal("bin", "hexadecimal digits", SampleType.BYTES, FetchKeywords::bytes);
  }

  private FetchKeywords() {}

  static @Nullable FetchKeyword named(String name) {
    return ALL.get(name);
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  /** As they are to be written. */
  static List<String> usages() {
    return ALL.values().stream().map(FetchKeyword::usage).toList();
  }

  private static void add(FetchKeyword keyword) {
    ALL.put(keyword.name(), keyword);
  }

  private static void length(String name, Set<RulePoint> points) {
    add(
        new FetchKeyword(
            name, "", 0, SampleType.NUMBER, points, true, _ -> new FetchConfig.Length()));
  }

  private static void payload(String name, Set<RulePoint> points) {
    add(
        new FetchKeyword(
            name, "offset,length", 2, SampleType.BYTES, points, true, FetchKeywords::part));
  }

  private static void constant(String name, SampleType type, Supplier<FetchConfig> maker) {
    add(new FetchKeyword(name, "", 0, type, RulePoint.ALL, false, _ -> maker.get()));
  }

  private static void literal(
      String name, String argument, SampleType type, Function<String, FetchConfig> maker) {
    add(
        new FetchKeyword(
            name,
            argument,
            1,
            type,
            RulePoint.ALL,
            false,
            arguments -> maker.apply(arguments.getFirst())));
  }

  private static FetchConfig part(List<String> arguments) {
    return new FetchConfig.Payload(
        NumberValue.number(arguments.get(0), 0, Integer.MAX_VALUE),
        NumberValue.number(arguments.get(1), 0, Integer.MAX_VALUE));
  }

  private static FetchConfig truth(String text) {
    if (!TRUE.contains(text) && !FALSE.contains(text)) {
      throw new Rejection(
          ConfigErrorCode.BAD_CHOICE, "'" + text + "' is no boolean. Allowed: true, false.");
    }
    return new FetchConfig.Truth(TRUE.contains(text));
  }

  private static FetchConfig whole(String text) {
    return new FetchConfig.Whole(Patterns.number(text));
  }

  private static FetchConfig bytes(String text) {
    return new FetchConfig.Bytes(Patterns.hexadecimal(text));
  }
}
