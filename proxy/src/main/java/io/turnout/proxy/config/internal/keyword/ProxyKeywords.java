package io.turnout.proxy.config.internal.keyword;

import static io.turnout.proxy.config.internal.keyword.SectionKind.CLIENT_SIDE;
import static io.turnout.proxy.config.internal.keyword.SectionKind.NAMED_PROXIES;
import static io.turnout.proxy.config.internal.keyword.SectionKind.PROXIES;
import static io.turnout.proxy.config.internal.keyword.SectionKind.SERVER_SIDE;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.LogFormatConfig;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.List;
import java.util.Set;

/** The plain keywords of proxies. */
final class ProxyKeywords {
  private ProxyKeywords() {}

  static void register(KeywordTable<ProxyDraft> table) {
    line(table, "mode", PROXIES, ProxyKeywords::mode);
    line(table, "balance", SERVER_SIDE, BalanceKeyword::read);
    line(table, "default_backend", CLIENT_SIDE, ProxyKeywords::defaultBackend);
    line(
        table,
        "maxconn",
        CLIENT_SIDE,
        (arguments, d) -> d.settings.maxConnections = arguments.count());
    line(table, "backlog", CLIENT_SIDE, (arguments, d) -> d.settings.backlog = arguments.count());
    line(table, "retries", SERVER_SIDE, (arguments, d) -> d.settings.retries = arguments.count());
    line(table, "disabled", PROXIES, (arguments, d) -> d.settings.disabled = true);
    line(table, "enabled", PROXIES, (arguments, d) -> d.settings.disabled = false);
    line(table, "log-tag", PROXIES, (arguments, d) -> d.settings.logTag = arguments.next("a tag"));
    line(table, "log-format", CLIENT_SIDE, ProxyKeywords::logFormat);
    line(
        table,
        "unique-id-format",
        CLIENT_SIDE,
        (arguments, d) -> d.settings.uniqueIdFormat = format(arguments));
    line(table, "id", NAMED_PROXIES, ProxyKeywords::id);
    line(table, "description", NAMED_PROXIES, ProxyKeywords::description);
  }

  /** Tells that a log format replaces another of the same section. */
  static void replaceLogFormat(Arguments arguments, ProxyDraft draft, LogFormatConfig format) {
    if (!(draft.settings.logFormat instanceof LogFormatConfig.Brief)
        && draft.kind == SectionKind.DEFAULTS) {
      arguments.warn(
          ConfigErrorCode.OVERWRITTEN, "replaces the log format given before in this section.");
    }
    draft.settings.logFormat = format;
  }

  private static void line(
      KeywordTable<ProxyDraft> table,
      String name,
      Set<SectionKind> sections,
      KeywordHandler<ProxyDraft> handler) {
    KeywordHandler<ProxyDraft> whole =
        (arguments, draft) -> {
          handler.apply(arguments, draft);
          arguments.end();
        };
    table.register(Keyword.of(name, sections, whole));
  }

  private static void mode(Arguments arguments, ProxyDraft draft) {
    String mode = arguments.next("tcp");
    switch (mode) {
      case "tcp" -> {}
      case "http" ->
          throw new Rejection(
                  ConfigErrorCode.NEEDS_HTTP,
                  "Turnout is a layer-4 proxy and has no mode http. Use 'mode tcp', which forwards"
                      + " HTTP without looking into it.")
              .in(arguments.keyword());
      case "log", "spop", "haterm" ->
          throw new Rejection(
                  ConfigErrorCode.NOT_SUPPORTED_YET,
                  "HAProxy's mode '" + mode + "' is not supported by Turnout yet.")
              .in(arguments.keyword());
      default -> throw arguments.notAmong(mode, "mode", List.of("tcp"));
    }
  }

  private static void defaultBackend(Arguments arguments, ProxyDraft draft) {
    draft.settings.defaultBackend = arguments.next("the name of a backend");
    draft.settings.defaultBackendPosition = arguments.position();
  }

  private static void logFormat(Arguments arguments, ProxyDraft draft) {
    replaceLogFormat(arguments, draft, format(arguments));
  }

  private static LogFormatConfig.Custom format(Arguments arguments) {
    return new LogFormatConfig.Custom(arguments.next("a format"), arguments.position());
  }

  private static void id(Arguments arguments, ProxyDraft draft) {
    draft.id = arguments.number(1, Integer.MAX_VALUE);
    draft.idPosition = arguments.position();
  }

  private static void description(Arguments arguments, ProxyDraft draft) {
    if (!arguments.hasNext()) {
      throw arguments.missing("a text");
    }
    draft.description = String.join(" ", arguments.rest());
  }
}
