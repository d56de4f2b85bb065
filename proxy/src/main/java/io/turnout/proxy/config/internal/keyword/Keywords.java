package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;

/**
 * The tables of one reader. Rooms above add their keywords with {@link KeywordTable#register}
 * before anything is read.
 */
public final class Keywords {
  public final KeywordTable<GlobalDraft> global =
      new KeywordTable<>("keyword", HaproxyNames.GLOBAL);
  public final KeywordTable<ProxyDraft> proxy = new KeywordTable<>("keyword", HaproxyNames.PROXY);
  public final KeywordTable<TracesDraft> traces =
      new KeywordTable<>("keyword", HaproxyNames.TRACES);
  public final KeywordTable<ProxyDraft> option = new KeywordTable<>("option", HaproxyNames.OPTION);
  public final KeywordTable<ProxyDraft> timeout =
      new KeywordTable<>("timeout", HaproxyNames.TIMEOUT);
  public final KeywordTable<BindDraft> bind = new KeywordTable<>("bind option", HaproxyNames.BIND);
  public final KeywordTable<ServerDraft> server =
      new KeywordTable<>("server option", HaproxyNames.SERVER);

  private final KeywordTable<TlsDraft> tlsOptions =
      new KeywordTable<>("TLS option", HaproxyNames.TLS_OPTIONS);

  /** All that this package knows. */
  public Keywords() {
    GlobalKeywords.register(global);
    EnvironmentKeywords.register(global);
    TlsGlobals.register(global, tlsOptions);
    LogKeywords.registerGlobal(global);
    TraceKeyword.register(traces);
    LogKeywords.registerProxy(proxy);
    ProxyKeywords.register(proxy);
    ServerKeywords.register(proxy, server);
    ServerOptions.register(server);
    BindKeyword.register(proxy, bind);
    BindOptions.register(bind);
    bind.standsBeside(server);
    server.standsBeside(bind);
    OptionKeywords.register(proxy, option);
    TimeoutKeywords.register(proxy, timeout);
    RuleKeywords.register(proxy);
  }

  /** Reads one line of {@code global}. */
  public void readGlobal(Arguments arguments, GlobalDraft draft) {
    read(global, proxy, arguments, draft);
  }

  /** Reads one line of {@code traces}. */
  public void readTraces(Arguments arguments, TracesDraft draft) {
    read(traces, global, arguments, draft);
  }

  /** Reads one line of a proxy or of {@code defaults}. */
  public void readProxy(Arguments arguments, ProxyDraft draft) {
    read(proxy, global, arguments, draft);
  }

  private static <D> void read(
      KeywordTable<D> table, KeywordTable<?> elsewhere, Arguments arguments, D draft) {
    arguments.takePrefix();
    String name = arguments.peek();
    if (!table.knows(name) && elsewhere.contains(name)) {
      throw new Rejection(
          ConfigErrorCode.WRONG_SECTION,
          "'"
              + name
              + "': not allowed in a '"
              + arguments.section().word()
              + "' section. Valid in: "
              + SectionKind.words(elsewhere.sectionsOf(name))
              + ".");
    }
    table.read(arguments, draft);
  }
}
