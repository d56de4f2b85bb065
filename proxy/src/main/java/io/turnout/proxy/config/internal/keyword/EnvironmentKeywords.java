package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Environment;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.List;

/** {@code setenv} and its like, which change what the next lines see. */
final class EnvironmentKeywords {
  private EnvironmentKeywords() {}

  static void register(KeywordTable<GlobalDraft> table) {
    GlobalKeywords.line(
        table,
        "setenv",
        (arguments, draft) -> environment(arguments).set(name(arguments), value(arguments)));
    GlobalKeywords.line(
        table,
        "presetenv",
        (arguments, draft) ->
            environment(arguments).setIfAbsent(name(arguments), value(arguments)));
    GlobalKeywords.line(table, "unsetenv", (arguments, draft) -> unset(arguments));
    GlobalKeywords.line(
        table, "resetenv", (arguments, draft) -> environment(arguments).retain(arguments.rest()));
  }

  private static void unset(Arguments arguments) {
    List<String> names = arguments.rest();
    if (names.isEmpty()) {
      throw arguments.missing("the names of variables");
    }
    names.forEach(environment(arguments)::unset);
  }

  private static String name(Arguments arguments) {
    String name = arguments.next("the name of a variable and its value");
    if (name.indexOf('=') >= 0) {
      throw new Rejection(
              ConfigErrorCode.BAD_NAME,
              "'" + name + "' is no name of a variable: write the name and the value as two words.")
          .in(arguments.keyword());
    }
    return name;
  }

  private static String value(Arguments arguments) {
    // An empty value is a value, which next() would refuse.
    if (!arguments.hasNext()) {
      throw arguments.missing("the value of the variable");
    }
    String value = arguments.peek();
    arguments.skip();
    return value;
  }

  private static Environment environment(Arguments arguments) {
    return arguments.scope().environment();
  }
}
