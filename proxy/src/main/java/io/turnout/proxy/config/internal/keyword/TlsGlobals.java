package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.spi.TlsSettings.Verify;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What {@code global} presets of TLS. */
final class TlsGlobals {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private TlsGlobals() {}

  static void register(KeywordTable<GlobalDraft> table, KeywordTable<TlsDraft> presets) {
    register(presets);
    preset(table, presets, "bind", true);
    preset(table, presets, "server", false);
    GlobalKeywords.line(
        table,
        "ssl-server-verify",
        (arguments, d) ->
            d.tls.serverVerify =
                TlsOptions.among(
                    arguments,
                    "way to verify",
                    Map.of("none", Verify.NONE, "required", Verify.REQUIRED)));
    GlobalKeywords.line(
        table, "crt-base", (arguments, d) -> d.tls.certificateBase = folder(arguments));
    GlobalKeywords.line(
        table, "ca-base", (arguments, d) -> d.tls.authorityBase = folder(arguments));
    GlobalKeywords.line(
        table, "tune.ssl.cachesize", (arguments, d) -> d.tls.cacheEntries = arguments.count());
    GlobalKeywords.line(
        table,
        "tune.ssl.lifetime",
        (arguments, d) -> d.tls.lifetime = Duration.ofNanos(seconds(arguments)));
  }

  private static void preset(
      KeywordTable<GlobalDraft> table,
      KeywordTable<TlsDraft> presets,
      String side,
      boolean ofBind) {
    String prefix = "ssl-default-" + side + "-";
    GlobalKeywords.line(
        table,
        prefix + "ciphers",
        (arguments, d) -> of(d, ofBind).ciphers = arguments.next("names with ':' between"));
    GlobalKeywords.line(
        table,
        prefix + "ciphersuites",
        (arguments, d) -> of(d, ofBind).suites = arguments.next("names with ':' between"));
    GlobalKeywords.line(
        table,
        prefix + "curves",
        (arguments, d) -> of(d, ofBind).curves = arguments.next("names with ':' between"));
    GlobalKeywords.line(
        table,
        prefix + "options",
        (arguments, d) -> OptionList.read(presets, arguments, of(d, ofBind)));
  }

  /** The words of {@code ssl-default-bind-options} and its like. */
  private static void register(KeywordTable<TlsDraft> presets) {
    add(presets, "ssl-min-ver", (arguments, t) -> t.minVersion = TlsOptions.version(arguments));
    add(presets, "ssl-max-ver", (arguments, t) -> t.maxVersion = TlsOptions.version(arguments));
    add(presets, "no-tls-tickets", (arguments, t) -> t.tickets = false);
    add(presets, "strict-sni", (arguments, t) -> t.strictNames = true);
    add(presets, "no-tlsv12", (arguments, t) -> t.withoutTls12 = true);
    add(presets, "no-tlsv13", (arguments, t) -> t.withoutTls13 = true);
    for (String gone : TlsOptions.NEVER_SPOKEN) {
      add(presets, gone, (arguments, t) -> {});
    }
  }

  private static void add(
      KeywordTable<TlsDraft> presets, String name, KeywordHandler<TlsDraft> handler) {
    presets.register(Keyword.of(name, Set.of(SectionKind.GLOBAL), handler));
  }

  private static TlsDraft of(GlobalDraft draft, boolean ofBind) {
    return ofBind ? draft.tls.bind : draft.tls.server;
  }

  private static String folder(Arguments arguments) {
    return TlsOptions.path(arguments, "a folder").toString();
  }

  private static long seconds(Arguments arguments) {
    String text = arguments.peek();
    long nanos = arguments.nanos("s");
    if (nanos < NANOS_PER_SECOND) {
      throw new Rejection(
              ConfigErrorCode.BAD_TIME, "got '" + text + "', expected a time of 1s at least.")
          .in(arguments.keyword());
    }
    return nanos;
  }
}
