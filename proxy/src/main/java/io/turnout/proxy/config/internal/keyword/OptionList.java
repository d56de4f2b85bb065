package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.internal.text.Rejection;

/** The options at the end of a {@code bind} or {@code server} line. */
final class OptionList {
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
        complete = false;
      }
    }
  }
}
