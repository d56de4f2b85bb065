package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.MatchConfig;
import io.turnout.proxy.config.rule.NetworkConfig;
import io.turnout.proxy.config.rule.NumberRange;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Compiles what samples are compared with. */
final class Matchers {
  private Matchers() {}

  static Matcher compile(MatchConfig config) {
    return switch (config) {
      case MatchConfig.Found _ -> _ -> true;
      case MatchConfig.IsTrue _ -> sample -> sample.number != 0;
      case MatchConfig.Numbers(List<NumberRange> ranges) -> numbers(ranges);
      case MatchConfig.Lengths(List<NumberRange> ranges) -> lengths(ranges);
      case MatchConfig.Texts texts -> new TextMatcher(texts);
      case MatchConfig.Bytes(List<String> digits) ->
          new TextMatcher(
              MatchConfig.Place.WHOLE,
              false,
              digits.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new));
      case MatchConfig.Expressions expressions -> new ExpressionMatcher(expressions);
      case MatchConfig.Networks(List<NetworkConfig> networks) -> networks(networks);
    };
  }

  static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static Matcher numbers(List<NumberRange> ranges) {
    NumberRange[] all = ranges.toArray(NumberRange[]::new);
    return sample -> anyHas(all, sample.number);
  }

  private static Matcher lengths(List<NumberRange> ranges) {
    NumberRange[] all = ranges.toArray(NumberRange[]::new);
    return sample -> anyHas(all, sample.length);
  }

  private static boolean anyHas(NumberRange[] ranges, long number) {
    for (NumberRange range : ranges) {
      if (range.has(number)) {
        return true;
      }
    }
    return false;
  }

  private static Matcher networks(List<NetworkConfig> networks) {
    NetworkConfig[] all = networks.toArray(NetworkConfig[]::new);
    return sample -> {
      for (NetworkConfig network : all) {
        if (network.has(sample.high, sample.low)) {
          return true;
        }
      }
      return false;
    };
  }
}
