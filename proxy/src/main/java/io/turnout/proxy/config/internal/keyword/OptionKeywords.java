package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.LogFormatConfig;

/** {@code option} lines. */
final class OptionKeywords {
  private OptionKeywords() {}

  static void register(KeywordTable<ProxyDraft> table, KeywordTable<ProxyDraft> options) {
    Keyword<ProxyDraft> option =
        Keyword.of("option", SectionKind.PROXIES, (arguments, d) -> options.read(arguments, d));
    table.register(option.withPrefixes());
    for (ProxyOption each : ProxyOption.values()) {
      Keyword<ProxyDraft> keyword =
          Keyword.of(each.word(), each.sections(), (arguments, d) -> set(each, arguments, d));
      options.register(keyword.withPrefixes());
    }
    options.register(Keyword.of("tcpka", SectionKind.PROXIES, OptionKeywords::keepAlive));
    options.register(Keyword.of("tcplog", SectionKind.CLIENT_SIDE, OptionKeywords::tcpLog));
    options.register(
        Keyword.<ProxyDraft>of("redispatch", SectionKind.SERVER_SIDE, OptionKeywords::redispatch)
            .withPrefixes());
  }

  private static void set(ProxyOption option, Arguments arguments, ProxyDraft draft) {
    arguments.end();
    // No option is on without configuration, so 'no' and 'default' are the same.
    if (arguments.prefix() == Prefix.NONE) {
      draft.settings.options.add(option);
    } else {
      draft.settings.options.remove(option);
    }
  }

  private static void keepAlive(Arguments arguments, ProxyDraft draft) {
    arguments.end();
    if (draft.kind.hasClientSide()) {
      draft.settings.options.add(ProxyOption.CLIENT_KEEP_ALIVE);
    }
    if (draft.kind.hasServerSide()) {
      draft.settings.options.add(ProxyOption.SERVER_KEEP_ALIVE);
    }
  }

  private static void tcpLog(Arguments arguments, ProxyDraft draft) {
    LogFormatConfig format =
        arguments.take("clf") ? new LogFormatConfig.TcpClf() : new LogFormatConfig.Tcp();
    arguments.end();
    ProxyKeywords.replaceLogFormat(arguments, draft, format);
  }

  private static void redispatch(Arguments arguments, ProxyDraft draft) {
    int interval = -1;
    if (arguments.prefix() != Prefix.NONE) {
      interval = 0;
    } else if (arguments.hasNext()) {
      interval = arguments.number(-Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
    arguments.end();
    draft.settings.redispatchInterval = interval;
  }
}
