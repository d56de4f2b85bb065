package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.Balance;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.NumberValue;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.List;

/** {@code balance}. */
final class BalanceKeyword {
  private static final int DEFAULT_DRAWS = 2;
  private static final List<String> ALLOWED =
      List.of("roundrobin", "static-rr", "leastconn", "first", "source", "random[(<draws>)]");

  private BalanceKeyword() {}

  static void read(Arguments arguments, ProxyDraft draft) {
    String word = arguments.next("an algorithm: " + String.join(", ", ALLOWED));
    draft.settings.balance = algorithm(word, arguments);
  }

  private static Balance algorithm(String word, Arguments arguments) {
    int open = word.indexOf('(');
    String name = open < 0 ? word : word.substring(0, open);
    return switch (name) {
      case "random" -> new Balance.Random(open < 0 ? DEFAULT_DRAWS : draws(word, open, arguments));
      case "hash", "rdp-cookie", "sticky", "log-hash" ->
          throw new Rejection(
                  ConfigErrorCode.NOT_SUPPORTED_YET,
                  "HAProxy's algorithm '" + name + "' is not supported by Turnout yet.")
              .in(arguments.keyword());
      case "uri", "url_param", "hdr" ->
          throw new Rejection(
                  ConfigErrorCode.NEEDS_HTTP,
                  "HAProxy's algorithm '"
                      + name
                      + "' needs mode http, which Turnout does not have.")
              .in(arguments.keyword());
      default -> plain(word, arguments);
    };
  }

  private static Balance plain(String word, Arguments arguments) {
    return switch (word) {
      case "roundrobin" -> new Balance.RoundRobin();
      case "static-rr" -> new Balance.StaticRoundRobin();
      case "leastconn" -> new Balance.LeastConnections();
      case "first" -> new Balance.First();
      case "source" -> new Balance.Source();
      default -> throw arguments.notAmong(word, "algorithm", ALLOWED);
    };
  }

  private static int draws(String word, int open, Arguments arguments) {
    boolean closed = word.endsWith(")");
    String number = closed ? word.substring(open + 1, word.length() - 1) : "";
    if (closed && number.isEmpty()) {
      return DEFAULT_DRAWS;
    }
    return arguments.named(() -> NumberValue.number(number, 1, Integer.MAX_VALUE));
  }
}
