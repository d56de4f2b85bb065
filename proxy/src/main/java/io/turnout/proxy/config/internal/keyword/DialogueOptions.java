package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.AddressUse;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of {@code bind} and {@code server} lines that concern what is spoken first. */
final class DialogueOptions {
  private static final List<String> STARTTLS =
      List.of(
          "ftp",
          "imap",
          "ldap",
          "lmtp",
          "mysql",
          "nntp",
          "pop3",
          "postgres",
          "sieve",
          "smtp",
          "xmpp");

  private static final List<String> PROXY_OPTIONS =
      List.of(
          "authority",
          "cert-cn",
          "cert-key",
          "cert-sig",
          "crc32c",
          "ssl",
          "ssl-cipher",
          "unique-id");

  private static final long LARGEST_MAGIC = 0xffff_ffffL;
  private static final int LARGEST_TYPE = 0xff;

  private DialogueOptions() {}

  static void ofBind(KeywordTable<BindDraft> table, Set<SectionKind> sections) {
    add(table, sections, "accept-proxy", (arguments, d) -> d.dialogues.acceptProxy = true);
    add(
        table,
        sections,
        "accept-netscaler-cip",
        (arguments, d) -> d.dialogues.netscalerMagic = netscalerMagic(arguments));
    add(
        table,
        sections,
        "starttls",
        (arguments, d) ->
            d.dialogues.startTls =
                arguments.take(DialogueDraft.BY_RULE)
                    ? DialogueDraft.BY_RULE
                    : protocol(arguments));
    add(
        table,
        sections,
        "starttls-optional",
        (arguments, d) -> d.dialogues.startTlsOptional = true);
    add(
        table,
        sections,
        "starttls-name",
        (arguments, d) -> d.dialogues.startTlsName = arguments.next("our name"));
  }

  static void ofServer(KeywordTable<ServerDraft> table, Set<SectionKind> sections) {
    server(table, sections, "send-proxy", (arguments, d) -> d.sendProxy(1));
    server(table, sections, "send-proxy-v2", (arguments, d) -> d.sendProxy(2));
    server(table, sections, "send-proxy-v2-ssl", (arguments, d) -> d.sendProxy(2, "ssl"));
    server(
        table,
        sections,
        "send-proxy-v2-ssl-cn",
        (arguments, d) -> d.sendProxy(2, "ssl", "cert-cn"));
    for (String off :
        List.of(
            "no-send-proxy",
            "no-send-proxy-v2",
            "no-send-proxy-v2-ssl",
            "no-send-proxy-v2-ssl-cn")) {
      server(table, sections, off, (arguments, d) -> d.sendNoProxy());
    }
    server(table, sections, "proxy-v2-options", DialogueOptions::proxyOptions);
    server(table, sections, "set-proxy-v2-tlv-fmt", DialogueOptions::proxyField);
    server(table, sections, "proxy-v2-pass-tlv", DialogueOptions::passedFields);
    server(table, sections, "socks4", (arguments, d) -> socks("socks4", arguments, d));
    server(table, sections, "socks5", (arguments, d) -> socks(DialogueDraft.SOCKS5, arguments, d));
    server(table, sections, "no-socks4", (arguments, d) -> d.useNoSocks());
    server(table, sections, "no-socks5", (arguments, d) -> d.useNoSocks());
    // HAProxy has it without checks, too, and it does nothing then.
    server(table, sections, "check-via-socks4", (arguments, d) -> {});
    server(
        table,
        sections,
        "socks5-user",
        (arguments, d) -> d.socksUser = arguments.next("<user>:<password>"));
    server(table, sections, "starttls", (arguments, d) -> d.startTls = protocol(arguments));
    server(table, sections, "no-starttls", (arguments, d) -> d.startNoTls());
    server(table, sections, "starttls-optional", (arguments, d) -> d.startTlsOptional = true);
    server(
        table,
        sections,
        "starttls-name",
        (arguments, d) -> d.startTlsName = arguments.next("our name, or the domain of xmpp"));
  }

  /**
   * Which domain a server is asked for cannot be guessed, and words that do nothing are told of.
   *
   * @param defaults what stood in {@code default-server}, which need not be of use to all
   */
  static void checkServer(ServerSettings server, ServerSettings defaults, Arguments arguments) {
    DialogueDraft draft = server.dialogues;
    DialogueDraft preset = defaults.dialogues;
    check(draft, arguments);
    if (server.tls.refused && draft.startTls != null) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT,
          "'no-ssl' has no effect beside 'starttls'. Write 'no-starttls' to do without TLS.");
    }
    List<String> unused = draft.proxyVersion > 0 ? List.of() : wordsOnHeader(draft);
    if (!unused.isEmpty() && wordsOnHeader(preset).isEmpty()) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT,
          String.join(" and ", unused) + ": no effect without 'send-proxy-v2'.");
    }
    if (draft.socksUser != null
        && preset.socksUser == null
        && !DialogueDraft.SOCKS5.equals(draft.socks)) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT, "'socks5-user' has no effect without 'socks5'.");
    }
    if ("xmpp".equals(draft.startTls) && draft.startTlsName == null) {
      throw new Rejection(
              ConfigErrorCode.MISSING_ARGUMENT,
              "'starttls xmpp' has to say which domain it wants of the server. Add"
                  + " 'starttls-name <domain>'.")
          .in(arguments.keyword());
    }
  }

  private static List<String> wordsOnHeader(DialogueDraft draft) {
    List<String> words = new ArrayList<>();
    if (!draft.proxyOptions.isEmpty()) {
      words.add("'proxy-v2-options'");
    }
    if (draft.proxyPass != null) {
      words.add("'proxy-v2-pass-tlv'");
    }
    if (!draft.proxyFields.isEmpty()) {
      words.add("'set-proxy-v2-tlv-fmt'");
    }
    return words;
  }

  /** Tells of what is said of STARTTLS where none is spoken. */
  static void check(DialogueDraft draft, Arguments arguments) {
    if (draft.startTlsOptional && (draft.startTls == null || draft.isLater())) {
      arguments.warn(
          ConfigErrorCode.WITHOUT_EFFECT,
          "'starttls-optional' has no effect without 'starttls <protocol>'.");
    }
  }

  private static <D> void add(
      KeywordTable<D> table, Set<SectionKind> sections, String name, KeywordHandler<D> handler) {
    table.register(Keyword.of(name, sections, handler));
  }

  private static void server(
      KeywordTable<ServerDraft> table,
      Set<SectionKind> sections,
      String name,
      KeywordHandler<DialogueDraft> handler) {
    add(table, sections, name, (arguments, d) -> handler.apply(arguments, d.settings.dialogues));
  }

  /** The number by which a NetScaler header is known, as it is written. */
  static String netscalerMagic(Arguments arguments) {
    String text = arguments.next("the magic number, as in 0x4e5443");
    long magic;
    try {
      magic = Long.decode(text);
    } catch (NumberFormatException _) {
      magic = 0;
    }
    if (magic < 1 || magic > LARGEST_MAGIC) {
      throw new Rejection(
              ConfigErrorCode.BAD_NUMBER,
              "got '%s', expected a number from 1 to 0x%x.".formatted(text, LARGEST_MAGIC))
          .in(arguments.keyword());
    }
    return text;
  }

  private static String protocol(Arguments arguments) {
    String word = arguments.next("one of: " + String.join(", ", STARTTLS));
    if (!STARTTLS.contains(word)) {
      throw arguments.notAmong(word, "protocol that starts TLS", STARTTLS);
    }
    return word;
  }

  private static void proxyOptions(Arguments arguments, DialogueDraft draft) {
    for (String option : arguments.next("options with ',' between").split(",", -1)) {
      if (!PROXY_OPTIONS.contains(option)) {
        throw arguments.notAmong(option, "option of a PROXY header", PROXY_OPTIONS);
      }
      draft.proxyOptions.add(option);
    }
  }

  private static void passedFields(Arguments arguments, DialogueDraft draft) {
    String types = arguments.next("all, or types with ',' between");
    if (!types.equals("all")) {
      for (String type : types.split(",", -1)) {
        fieldType(type, arguments);
      }
    }
    draft.proxyPass = types;
  }

  /** {@code set-proxy-v2-tlv-fmt(<type>) <format>}. */
  private static void proxyField(Arguments arguments, DialogueDraft draft) {
    int type = fieldType(arguments.inParentheses(), arguments);
    draft.proxyFields.put(type, arguments.next("the field's format"));
  }

  private static int fieldType(String text, Arguments arguments) {
    int type;
    try {
      type = Integer.decode(text);
    } catch (NumberFormatException _) {
      type = -1;
    }
    if (type < 0 || type > LARGEST_TYPE) {
      throw new Rejection(
              ConfigErrorCode.BAD_NUMBER,
              "got '" + text + "', expected the type of a field, from 0x00 to 0xff.")
          .in(arguments.keyword());
    }
    return type;
  }

  private static void socks(String version, Arguments arguments, DialogueDraft draft) {
    String text = arguments.next("<address>:<port>");
    ParsedAddress parsed =
        arguments.named(() -> arguments.scope().addresses().parse(text, AddressUse.SERVER));
    if (!(parsed.port() instanceof PortPart.Range(int low, int high) && low == high && low > 0)) {
      throw new Rejection(
              ConfigErrorCode.BAD_PORT, "got '" + text + "', expected an address with one port.")
          .in(arguments.keyword());
    }
    draft.socks = version;
    draft.via = parsed.withPort(low);
  }
}
