package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.Severity;
import java.util.List;

/** {@code timeout} lines. */
final class TimeoutKeywords {
  private static final List<String> HTTP_ONLY =
      List.of("http-keep-alive", "http-request", "tarpit");

  private TimeoutKeywords() {}

  static void register(KeywordTable<ProxyDraft> table, KeywordTable<ProxyDraft> timeouts) {
    table.register(
        Keyword.of("timeout", SectionKind.PROXIES, (arguments, d) -> timeouts.read(arguments, d)));
    for (TimeoutKind kind : TimeoutKind.values()) {
      timeouts.register(
          Keyword.of(kind.word(), kind.sections(), (arguments, d) -> set(kind, arguments, d)));
    }
    for (String name : HTTP_ONLY) {
      timeouts.register(
          Keyword.of(name, SectionKind.PROXIES, (arguments, d) -> withoutEffect(arguments)));
    }
  }

  private static void set(TimeoutKind kind, Arguments arguments, ProxyDraft draft) {
    long nanos = arguments.nanos();
    arguments.end();
    boolean changed = draft.settings.timeoutNanos.getOrDefault(kind, nanos) != nanos;
    if (!draft.timeoutsHere.add(kind) && changed) {
      arguments.warn(
          ConfigErrorCode.OVERWRITTEN, "overwrites the one given before in this section.");
    }
    draft.settings.timeoutNanos.put(kind, nanos);
  }

  /** HAProxy takes these in mode tcp and does nothing with them, so files have them. */
  private static void withoutEffect(Arguments arguments) {
    arguments.nanos();
    arguments.end();
    arguments
        .scope()
        .problems()
        .add(
            Severity.NOTICE,
            ConfigErrorCode.WITHOUT_EFFECT,
            arguments.position(),
            "'" + arguments.keyword() + "': has no effect in mode tcp.");
  }
}
