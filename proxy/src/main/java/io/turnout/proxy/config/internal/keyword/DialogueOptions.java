package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.StartTlsProtocol;
import io.turnout.proxy.config.StartTlsProtocol.Trait;
import io.turnout.proxy.config.internal.text.AddressUse;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import io.turnout.proxy.config.internal.text.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of {@code bind} and {@code server} lines that concern what is spoken first. */
final class DialogueOptions {
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
  private static final int LARGEST_CREDENTIAL = 255;

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
        (arguments, d) -> startTlsName(arguments, d.dialogues, "our name"));
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
    server(table, sections, "socks5-user", (arguments, d) -> d.socksUser = socksUser(arguments));
    server(table, sections, "starttls", (arguments, d) -> d.startTls = protocol(arguments));
    server(table, sections, "no-starttls", (arguments, d) -> d.startNoTls());
    server(table, sections, "starttls-optional", (arguments, d) -> d.startTlsOptional = true);
    server(
        table,
        sections,
        "starttls-name",
        (arguments, d) -> startTlsName(arguments, d, "our name, or the domain of xmpp"));
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
    List<String> beyond = draft.proxyVersion == 1 ? wordsOnHeader(draft) : List.of();
    if (!beyond.isEmpty()) {
      throw new Rejection(
              ConfigErrorCode.BAD_CHOICE,
              String.join(" and ", beyond)
                  + ": the header of 'send-proxy' has addresses and nothing else. Write"
                  + " 'send-proxy-v2', or remove what it has no room for.")
          .in(arguments.keyword());
    }
    if (draft.speaks(Trait.DOMAIN_IS_ASKED_FOR) && draft.startTlsName == null) {
      throw new Rejection(
              ConfigErrorCode.MISSING_ARGUMENT,
              "'starttls "
                  + draft.startTls
                  + "' has to say which domain it wants of the server. Add"
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
    List<String> words = StartTlsProtocol.words();
    String word = arguments.next("one of: " + String.join(", ", words));
    if (!words.contains(word)) {
      throw arguments.notAmong(word, "protocol that starts TLS", words);
    }
    return word;
  }

  private static void startTlsName(Arguments arguments, DialogueDraft draft, String expected) {
    draft.startTlsName = arguments.next(expected);
    draft.startTlsNameSaid = Said.by(arguments);
  }

  private static void proxyOptions(Arguments arguments, DialogueDraft draft) {
    for (String option : arguments.next("options with ',' between").split(",", -1)) {
      if (!PROXY_OPTIONS.contains(option)) {
        throw arguments.notAmong(option, "option of a PROXY header", PROXY_OPTIONS);
      }
      draft.proxyOptions.add(option);
      if (option.equals("unique-id")) {
        draft.uniqueIdSaid = Said.by(arguments);
      }
    }
  }

  private static void passedFields(Arguments arguments, DialogueDraft draft) {
    String expected = "'all' alone, or types of fields from 0x00 to 0xff with ',' between";
    String types = arguments.next(expected);
    if (!types.equals("all")) {
      for (String type : types.split(",", -1)) {
        fieldType(type, expected, arguments);
      }
    }
    draft.proxyPass = types;
  }

  /** {@code set-proxy-v2-tlv-fmt(<type>) <format>}. */
  private static void proxyField(Arguments arguments, DialogueDraft draft) {
    String type = arguments.inParentheses();
    // Taken even if the type is wrong, so that it is not mistaken for an option.
    String format = arguments.next("the field's format");
    String expected = "the type of a field, from 0x00 to 0xff, in parentheses";
    draft.proxyFields.put(fieldType(type, expected, arguments), format);
  }

  private static int fieldType(String text, String expected, Arguments arguments) {
    int type;
    try {
      type = Integer.decode(text);
    } catch (NumberFormatException _) {
      type = -1;
    }
    if (type < 0 || type > LARGEST_TYPE) {
      throw new Rejection(
              ConfigErrorCode.BAD_NUMBER, "got '" + text + "', expected " + expected + ".")
          .in(arguments.keyword());
    }
    return type;
  }

  /** It is not told, as it has a password. */
  private static String socksUser(Arguments arguments) {
    String text = arguments.next("<user>:<password>");
    int colon = text.indexOf(':');
    if (colon < 0
        || !isCredential(text.substring(0, colon))
        || !isCredential(text.substring(colon + 1))) {
      throw new Rejection(
              ConfigErrorCode.BAD_CHOICE,
              "expected <user>:<password>, each of 1 to 255 bytes. What was got is not shown here.")
          .in(arguments.keyword());
    }
    return text;
  }

  private static boolean isCredential(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes > 0 && bytes <= LARGEST_CREDENTIAL;
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
