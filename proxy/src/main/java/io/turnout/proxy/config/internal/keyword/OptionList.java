package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.EnumSet;
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

  private OptionList() {}

  /**
   * Reads all options. One that is wrong is reported, and reading goes on at the next known name,
   * so that one start tells them all.
   */
  static <D> void read(KeywordTable<D> table, Arguments arguments, D draft) {
    String line = arguments.keyword();
    boolean complete = true;
    while (arguments.hasNext()) {
      if (!complete && !table.contains(arguments.peek())) {
        arguments.skip();
        continue;
      }
      arguments.keyword(line);
      try {
        table.read(arguments, draft);
        complete = true;
      } catch (Rejection rejection) {
        arguments.scope().problems().alert(rejection, arguments.position());
        complete = !NAME_REFUSED.contains(rejection.code());
      }
    }
  }
}
