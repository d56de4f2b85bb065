package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The options at the end of a {@code bind} or {@code server} line. */
final class OptionList {
  /** After these it is not known how many words belong to the name. */
  private static final Set<ConfigErrorCode> NAME_REFUSED =
      EnumSet.of(
          ConfigErrorCode.UNKNOWN_OPTION,
          ConfigErrorCode.NOT_SUPPORTED_YET,
          ConfigErrorCode.NEEDS_HTTP,
          ConfigErrorCode.WRONG_SECTION);

  /** Of each of these sets one takes the place of another. */
  private static final List<Set<String>> RIVALS =
      List.of(Set.of("socks4", "socks5"), Set.of("force-tlsv12", "force-tlsv13"));

  private OptionList() {}

  /**
   * Reads all options. One that is wrong is reported, and reading goes on at the next known name,
   * so that one start tells them all.
   */
  static <D> void read(KeywordTable<D> table, Arguments arguments, D draft) {
    String line = arguments.keyword();
    boolean complete = true;
    Set<String> said = new LinkedHashSet<>();
    while (arguments.hasNext()) {
      if (!complete && !table.contains(arguments.peek())) {
        arguments.skip();
        continue;
      }
      arguments.keyword(line);
      String name = arguments.peek();
      int before = arguments.taken();
      try {
        table.read(arguments, draft);
        complete = true;
        boolean hasValue = arguments.taken() - before > 1;
        if (hasValue && !table.maySayAgain(name) && said.contains(name)) {
          warnOfReplaced(name, arguments);
        }
        said.stream()
            .filter(other -> areRivals(name, other))
            .forEach(other -> warnOfReplaced(other, arguments));
        said.add(name);
      } catch (Rejection rejection) {
        arguments.scope().problems().alert(rejection, arguments.position());
        complete = !NAME_REFUSED.contains(rejection.code());
      }
    }
  }

  private static boolean areRivals(String name, String other) {
    return !name.equals(other)
        && RIVALS.stream().anyMatch(rivals -> rivals.contains(name) && rivals.contains(other));
  }

  private static void warnOfReplaced(String name, Arguments arguments) {
    arguments.warn(
        ConfigErrorCode.OVERWRITTEN,
        "replaces '" + name + "', which stands on this line before it. Remove one of them.");
  }
}
