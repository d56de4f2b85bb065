package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.TlsConfig.ServerName;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Source;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of {@code bind} and {@code server} lines that concern TLS.
 *
 * @param <D> the line's draft
 */
final class TlsOptions<D> {
  private static final Map<String, Verify> VERIFY_CLIENT =
      Map.of("none", Verify.NONE, "optional", Verify.OPTIONAL, "required", Verify.REQUIRED);
  private static final Map<String, Verify> VERIFY_SERVER =
      Map.of("none", Verify.NONE, "required", Verify.REQUIRED);
  private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

  /** What these words ask for is always so. */
  static final List<String> NEVER_SPOKEN = List.of("no-sslv3", "no-tlsv10", "no-tlsv11");

  private static final Pattern FIXED_NAME = Pattern.compile("str\\(([^()]+)\\)");

  private final KeywordTable<D> table;
  private final Set<SectionKind> sections;
  private final Function<D, TlsDraft> tls;

  private TlsOptions(KeywordTable<D> table, Set<SectionKind> sections, Function<D, TlsDraft> tls) {
    this.table = table;
    this.sections = sections;
    this.tls = tls;
  }

  static void ofBind(KeywordTable<BindDraft> table, Set<SectionKind> sections) {
    TlsOptions<BindDraft> options = new TlsOptions<>(table, sections, draft -> draft.tls);
    options.common(VERIFY_CLIENT);
    options.add("crt", (arguments, t) -> t.certificates.add(certificate(arguments)));
    options.add(
        "crt-list",
        (arguments, t) ->
            t.certificates.add(
                new Source.Listed(path(arguments, "a file that names certificates"))));
    options.add("strict-sni", (arguments, t) -> t.strictNames = true);
  }

  static void ofServer(KeywordTable<ServerDraft> table, Set<SectionKind> sections) {
    TlsOptions<ServerDraft> options =
        new TlsOptions<>(table, sections, draft -> draft.settings.tls);
    options.common(VERIFY_SERVER);
    // A server is shown one: a line's own takes the place of one that is preset.
    options.add(
        "crt",
        (arguments, t) -> {
          Source shown = certificate(arguments);
          t.certificates.clear();
          t.certificates.add(shown);
        });
    options.add("no-ssl", (arguments, t) -> t.refuse());
    options.add("verifyhost", (arguments, t) -> t.verifyHost = arguments.next("a host name"));
    options.add("no-verifyhost", (arguments, t) -> t.verifyHost = null);
    options.add("ssl-reuse", (arguments, t) -> t.reuse = true);
    options.add("no-ssl-reuse", (arguments, t) -> t.reuse = false);
    options.add("sni", (arguments, t) -> t.serverName = serverName(arguments));
  }

  /** Tells of what is said of TLS where none is spoken. */
  static void check(TlsDraft tls, DialogueDraft dialogues, Arguments arguments) {
    if (!tls.enabled && dialogues.startTls == null && !tls.isUntouched()) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT,
          "its options for TLS have no effect without 'ssl' or 'starttls'.");
    }
  }

  /** Tells of what is said of trust where no certificate is verified. */
  static void checkTrust(TlsDraft tls, DialogueDraft dialogues, Verify usual, Arguments arguments) {
    boolean verifies = (tls.verify == null ? usual : tls.verify) != Verify.NONE;
    // Lines of a list may verify, by the files of their 'bind' line.
    boolean listed = tls.certificates.stream().anyMatch(Source.Listed.class::isInstance);
    if (verifies || listed || !tls.enabled && dialogues.startTls == null) {
      return;
    }
    List<String> words = new ArrayList<>();
    if (tls.authorities != null) {
      words.add("'ca-file'");
    }
    if (tls.revocations != null) {
      words.add("'crl-file'");
    }
    if (tls.verifyHost != null) {
      words.add("'verifyhost'");
    }
    if (!words.isEmpty()) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT,
          String.join(" and ", words)
              + ": no effect with 'verify none'"
              + (tls.verify == null ? ", which is so unless the line says otherwise" : "")
              + ". Write 'verify required' to have certificates verified.");
    }
  }

  /** Tells of a name to verify that is never verified. */
  static void checkNames(TlsDraft tls, Arguments arguments) {
    if (tls.verifyHost != null && tls.serverName instanceof ServerName.Fixed(String name)) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT,
          "'verifyhost "
              + tls.verifyHost
              + "' has no effect beside 'sni str("
              + name
              + ")', as a certificate has to be for the name that is asked for. Take one out.");
    }
  }

  private void common(Map<String, Verify> verify) {
    add("ssl", (arguments, t) -> t.enable());
    add("ca-file", (arguments, t) -> t.authorities = authorities(arguments));
    add("crl-file", (arguments, t) -> t.revocations = path(arguments, "a PEM file").toString());
    add("verify", (arguments, t) -> t.verify = among(arguments, "way to verify", verify));
    add("ssl-min-ver", (arguments, t) -> t.minVersion = version(arguments));
    add("ssl-max-ver", (arguments, t) -> t.maxVersion = version(arguments));
    add("force-tlsv12", (arguments, t) -> force(t, "TLSv1.2"));
    add("force-tlsv13", (arguments, t) -> force(t, "TLSv1.3"));
    add("no-tlsv12", (arguments, t) -> t.withoutTls12 = true);
    add("no-tlsv13", (arguments, t) -> t.withoutTls13 = true);
    for (String gone : NEVER_SPOKEN) {
      add(gone, (arguments, t) -> {});
    }
    add("ciphers", (arguments, t) -> t.ciphers = arguments.next("names with ':' between"));
    add("ciphersuites", (arguments, t) -> t.suites = arguments.next("names with ':' between"));
    add("curves", (arguments, t) -> t.curves = arguments.next("names with ':' between"));
    add("alpn", (arguments, t) -> t.protocols = protocols(arguments));
    add("no-alpn", (arguments, t) -> t.protocols = List.of());
    add("tls-tickets", (arguments, t) -> t.tickets = true);
    add("no-tls-tickets", (arguments, t) -> t.tickets = false);
    add("tls-engine", (arguments, t) -> t.engine = engine(arguments));
  }

  private void add(String name, KeywordHandler<TlsDraft> handler) {
    table.register(
        Keyword.of(
            name, sections, (arguments, draft) -> handler.apply(arguments, tls.apply(draft))));
  }

  /** A version, as {@code ssl-min-ver} and its like name it. */
  static String version(Arguments arguments) {
    String word = arguments.next("one of: " + String.join(", ", VERSIONS));
    if (!VERSIONS.contains(word)) {
      throw arguments.notAmong(word, "protocol version that is spoken", VERSIONS);
    }
    return word;
  }

  /** One of a few words. */
  static <T> T among(Arguments arguments, String noun, Map<String, T> allowed) {
    List<String> words = allowed.keySet().stream().sorted().toList();
    String word = arguments.next("one of: " + String.join(", ", words));
    T chosen = allowed.get(word);
    if (chosen == null) {
      throw arguments.notAmong(word, noun, words);
    }
    return chosen;
  }

  private static Source certificate(Arguments arguments) {
    return new Source.Pem(path(arguments, "a PEM file or folder"));
  }

  private static String authorities(Arguments arguments) {
    String expected = "a PEM file or folder, or " + Trust.SYSTEM;
    if (arguments.peek().startsWith("@") && !arguments.peek().equals(Trust.SYSTEM)) {
      throw new Rejection(
              ConfigErrorCode.BAD_CHOICE,
              "got '" + arguments.next(expected) + "', expected " + expected + ".")
          .in(arguments.keyword());
    }
    return path(arguments, expected).toString();
  }

  /** A name of a file or folder that the system can have. */
  static Path path(Arguments arguments, String expected) {
    String text = arguments.next(expected);
    try {
      return Path.of(text);
    } catch (InvalidPathException unusable) {
      throw new Rejection(
              ConfigErrorCode.BAD_NAME,
              "got a name that no file can have ("
                  + unusable.getReason()
                  + "), expected "
                  + expected
                  + ".")
          .in(arguments.keyword());
    }
  }

  private static Engine engine(Arguments arguments) {
    List<String> words =
        Arrays.stream(Engine.values()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    String word = arguments.next("one of: " + String.join(", ", words));
    if (!words.contains(word)) {
      throw arguments.notAmong(word, "engine", words);
    }
    return Engine.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static void force(TlsDraft draft, String version) {
    draft.minVersion = version;
    draft.maxVersion = version;
    draft.withoutTls12 = false;
    draft.withoutTls13 = false;
  }

  private static List<String> protocols(Arguments arguments) {
    String text = arguments.next("protocol names with ',' between");
    List<String> names = List.of(text.split(",", -1));
    if (names.stream().anyMatch(name -> name.isEmpty() || name.length() > 255)) {
      throw new Rejection(
              ConfigErrorCode.BAD_CHOICE,
              "got '"
                  + text
                  + "', expected names of 1 to 255 bytes with ',' between, as in h2,http/1.1.")
          .in(arguments.keyword());
    }
    return names;
  }

  private static ServerName serverName(Arguments arguments) {
    String text = arguments.next("str(<name>) or ssl_fc_sni");
    if (text.equals("ssl_fc_sni")) {
      return new ServerName.OfClient();
    }
    Matcher fixed = FIXED_NAME.matcher(text);
    if (!fixed.matches()) {
      throw new Rejection(
              ConfigErrorCode.BAD_CHOICE,
              "got '"
                  + text
                  + "', expected str(<name>) or ssl_fc_sni. Other samples are not"
                  + " supported here yet.")
          .in(arguments.keyword());
    }
    String name = fixed.group(1);
    if (!ServerName.canBeAsked(name)) {
      throw new Rejection(
              ConfigErrorCode.BAD_CHOICE,
              "got '"
                  + text
                  + "', expected the name of a host: parts of letters, digits, '-' and '_' with '.'"
                  + " between, and none at the end.")
          .in(arguments.keyword());
    }
    return new ServerName.Fixed(name);
  }
}
