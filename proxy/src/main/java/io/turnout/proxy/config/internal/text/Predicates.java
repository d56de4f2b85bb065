package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a condition may ask. */
public final class Predicates {
  private static final Set<String> FEATURES =
      Set.of("ACCEPT4", "EPOLL", "GETADDRINFO", "LINUX_SPLICE", "POLL", "TFO", "THREAD");
  private static final List<String> SWITCHES =
      List.of(
          "POLL",
          "EPOLL",
          "KQUEUE",
          "EVPORTS",
          "SPLICE",
          "GETADDRINFO",
          "REUSEPORT",
          "FAST-FORWARD",
          "SERVER-SSL-VERIFY-NONE");

  private final Map<String, Predicate> byName = new LinkedHashMap<>();

  /**
   * Makes the predicates.
   *
   * @param environment what {@code defined} sees
   * @param enabled names, in upper case, of the switches that are on at this point of the
   *     configuration
   */
  public Predicates(Environment environment, Supplier<Set<String>> enabled) {
    add("defined", 1, arguments -> environment.isDefined(arguments.getFirst()));
    add("feature", 1, arguments -> FEATURES.contains(arguments.getFirst()));
    add("streq", 2, arguments -> arguments.get(0).equals(arguments.get(1)));
    add("strneq", 2, arguments -> !arguments.get(0).equals(arguments.get(1)));
    add("strstr", 2, arguments -> arguments.get(0).contains(arguments.get(1)));
    add("version_atleast", 1, arguments -> compareVersion(arguments) >= 0);
    add("version_before", 1, arguments -> compareVersion(arguments) < 0);
    add("enabled", 1, arguments -> isEnabled(arguments.getFirst(), enabled.get()));
    // No TLS and no FIPS module are built in, which is the answer to all of these.
    add("fips_mode", 0, arguments -> false);
    for (String name :
        List.of(
            "openssl_version_atleast",
            "openssl_version_before",
            "ssllib_name_startswith",
            "awslc_api_atleast",
            "awslc_api_before")) {
      add(name, 1, arguments -> false);
    }
  }

  @Nullable Predicate byName(String name) {
    return byName.get(name);
  }

  Collection<String> names() {
    return byName.keySet();
  }

  private void add(String name, int arguments, Test test) {
    byName.put(name, new Predicate(arguments, test));
  }

  private static int compareVersion(List<String> arguments) {
    LanguageVersion version = LanguageVersion.parse(arguments.getFirst());
    if (version == null) {
      throw new Rejection(
          ConfigErrorCode.BAD_CONDITION,
          "'" + arguments.getFirst() + "' is no version such as 3.5 or 3.5-dev5");
    }
    return LanguageVersion.CURRENT.compareTo(version);
  }

  private static boolean isEnabled(String name, Set<String> enabled) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!SWITCHES.contains(upper)) {
      throw new Rejection(
          ConfigErrorCode.BAD_CONDITION,
          "'"
              + name
              + "' is none of "
              + String.join(", ", SWITCHES)
              + NearestWord.hint(upper, SWITCHES));
    }
    return enabled.contains(upper);
  }

  /** One predicate. */
  record Predicate(int arguments, Test test) {}

  /** Answers for given arguments. */
  @FunctionalInterface
  interface Test {
    boolean holds(List<String> arguments);
  }
}
