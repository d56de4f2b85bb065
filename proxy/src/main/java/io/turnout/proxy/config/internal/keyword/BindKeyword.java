package io.turnout.proxy.config.internal.keyword;

import io.turnout.core.address.Address;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.AddressUse;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import io.turnout.proxy.config.internal.text.Rejection;
import io.turnout.spi.TlsSettings.Verify;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** {@code bind}. */
final class BindKeyword {
  private static final String EXPECTED = "[<address>]:<port>[-<port>] or a path, several by commas";

  private BindKeyword() {}

  static void register(KeywordTable<ProxyDraft> table, KeywordTable<BindDraft> options) {
    table.register(
        Keyword.of(
            "bind",
            EnumSet.of(SectionKind.FRONTEND, SectionKind.LISTEN),
            (arguments, draft) -> read(arguments, draft, options)));
  }

  private static void read(Arguments arguments, ProxyDraft draft, KeywordTable<BindDraft> options) {
    String addresses = arguments.next(EXPECTED);
    BindDraft bind = new BindDraft(arguments.position(), addresses(addresses, arguments));
    arguments.keyword("bind " + addresses);
    OptionList.read(options, arguments, bind);
    arguments.keyword("bind " + addresses);
    DialogueOptions.check(bind.dialogues, arguments);
    TlsOptions.check(bind.tls, bind.dialogues, arguments);
    TlsOptions.checkTrust(bind.tls, bind.dialogues, Verify.NONE, arguments);
    checkId(bind, draft, arguments);
    draft.binds.add(bind);
  }

  private static List<Address> addresses(String text, Arguments arguments) {
    List<Address> addresses = new ArrayList<>();
    for (String part : text.split(",", 0)) {
      try {
        ParsedAddress parsed =
            arguments.named(() -> arguments.scope().addresses().parse(part, AddressUse.BIND));
        addPorts(parsed, part, addresses);
      } catch (Rejection rejection) {
        arguments.scope().problems().alert(rejection, arguments.position());
      }
    }
    return addresses;
  }

  private static void addPorts(ParsedAddress parsed, String text, List<Address> addresses) {
    if (!parsed.isIp()) {
      addresses.add(parsed.address());
      return;
    }
    switch (parsed.port()) {
      case PortPart.Range(int low, int high) when low > 0 -> {
        for (int port = low; port <= high; port++) {
          addresses.add(parsed.withPort(port));
        }
      }
      case PortPart.Range _ -> throw badPort(text, "port 0 cannot be listened on");
      case PortPart.Offset _ -> throw badPort(text, "an offset to a port makes no sense here");
      case PortPart.None _ -> throw badPort(text, "the port is missing");
    }
  }

  private static void checkId(BindDraft bind, ProxyDraft draft, Arguments arguments) {
    if (bind.id == 0) {
      return;
    }
    arguments.keyword("bind id");
    if (bind.addresses.size() > 1) {
      throw new Rejection(
              ConfigErrorCode.DUPLICATE_ID,
              "one id cannot name the "
                  + bind.addresses.size()
                  + " sockets of this line. Write one line for each.")
          .in(arguments.keyword());
    }
    for (BindDraft other : draft.binds) {
      if (other.id == bind.id) {
        throw new Rejection(
                ConfigErrorCode.DUPLICATE_ID,
                "id " + bind.id + " is already used at " + other.position + ".")
            .in(arguments.keyword());
      }
    }
  }

  private static Rejection badPort(String text, String why) {
    return new Rejection(
        ConfigErrorCode.BAD_PORT,
        "'bind': the address '"
            + text
            + "': "
            + why
            + ". Allowed: ports from 1 to 65535 and ranges"
            + " of them, as in :80 or 192.0.2.1:8000-8009.");
  }
}
