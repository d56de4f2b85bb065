package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.AddressUse;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.spi.TlsSettings.Verify;
import java.util.EnumSet;
import java.util.Set;

/** {@code server} and {@code default-server}. */
final class ServerKeywords {
  private static final Set<SectionKind> SECTIONS =
      EnumSet.of(SectionKind.LISTEN, SectionKind.BACKEND);

  private ServerKeywords() {}

  static void register(KeywordTable<ProxyDraft> table, KeywordTable<ServerDraft> options) {
    table.register(
        Keyword.<ProxyDraft>of("server", SECTIONS, (arguments, d) -> server(arguments, d, options))
            .strict());
    table.register(
        Keyword.<ProxyDraft>of(
                "default-server",
                SectionKind.SERVER_SIDE,
                (arguments, d) -> defaults(arguments, d, options))
            .strict());
  }

  private static void server(
      Arguments arguments, ProxyDraft draft, KeywordTable<ServerDraft> options) {
    String name = arguments.next("<name> <address>[:<port>]");
    Names.check(name, "server name", arguments);
    String text = arguments.next("<address>[:<port>] after the name");
    arguments.keyword("server " + name);
    ParsedAddress address =
        arguments.named(
            () -> checked(arguments.scope().addresses().parse(text, AddressUse.SERVER), text));
    ServerDraft server =
        new ServerDraft(name, arguments.position(), address, draft.settings.server.copy());
    // A server counts even with a wrong option: nothing else should be said about its absence.
    draft.servers.add(server);
    OptionList.read(options, arguments, server);
    arguments.keyword("server " + name);
    DialogueOptions.checkServer(server.settings, draft.settings.server, arguments);
    TlsOptions.checkNames(server.settings.tls, arguments);
    if (draft.settings.server.tls.isUntouched()) {
      TlsOptions.check(server.settings.tls, server.settings.dialogues, arguments);
      TlsOptions.checkTrust(
          server.settings.tls, server.settings.dialogues, Verify.REQUIRED, arguments);
    }
  }

  private static ParsedAddress checked(ParsedAddress address, String text) {
    if (address.port() instanceof PortPart.Range(int low, int high) && low != high) {
      throw new Rejection(
          ConfigErrorCode.BAD_PORT,
          "the address '"
              + text
              + "': a server has one port, not a range. Allowed: a port, +<n> or -<n> to add to the"
              + " port to which the client connected, or no port for just that.");
    }
    return address;
  }

  private static void defaults(
      Arguments arguments, ProxyDraft draft, KeywordTable<ServerDraft> options) {
    ServerDraft preset = new ServerDraft("", arguments.position(), null, draft.settings.server);
    OptionList.read(options, arguments, preset);
  }
}
