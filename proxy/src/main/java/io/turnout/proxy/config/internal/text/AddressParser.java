package io.turnout.proxy.config.internal.text;

import static io.turnout.proxy.config.ConfigErrorCode.BAD_ADDRESS;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.internal.text.ParsedAddress.PortPart;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses: an optional family prefix, then a path, a name, a number, or a host and a port. */
public final class AddressParser {
  /** What fits in a {@code sockaddr_un}. */
  private static final int MAX_UNIX_BYTES = 107;

  private static final Map<String, AddressKind> STREAM_PREFIXES =
      Map.of(
          "tcp",
          AddressKind.ANY,
          "tcp4",
          AddressKind.IP4,
          "tcp6",
          AddressKind.IP6,
          "uxst",
          AddressKind.UNIX);
  private static final Map<String, AddressKind> DATAGRAM_PREFIXES =
      Map.of(
          "udp",
          AddressKind.ANY,
          "udp4",
          AddressKind.IP4,
          "udp6",
          AddressKind.IP6,
          "uxdg",
          AddressKind.UNIX);
  private static final Map<String, AddressKind> PREFIXES =
      Map.of(
          "ip",
          AddressKind.ANY,
          "ipv4",
          AddressKind.IP4,
          "ipv6",
          AddressKind.IP6,
          "unix",
          AddressKind.UNIX,
          "abns",
          AddressKind.ABSTRACT,
          "fd",
          AddressKind.DESCRIPTOR);
  private static final Set<String> NOT_YET =
      Set.of(
          "abnsz",
          "sockpair",
          "udp",
          "udp4",
          "udp6",
          "uxdg",
          "tcp",
          "tcp4",
          "tcp6",
          "uxst",
          "mptcp",
          "mptcp4",
          "mptcp6",
          "quic4",
          "quic6",
          "rhttp",
          "rev",
          "ring",
          "backend");

  private final Environment environment;
  private final HostParser hosts;

  public AddressParser(Environment environment, HostResolver resolver) {
    this.environment = environment;
    this.hosts = new HostParser(resolver);
  }

  /**
   * Reads an address; variables in it are expanded first, quoted or not.
   *
   * @throws Rejection if it is none, or of a family that the use does not allow
   */
  public ParsedAddress parse(String written, AddressUse use) {
    String text = expand(written);
    if (text.isEmpty()) {
      throw refused(written, use, "it is empty once its variables are expanded");
    }
    String body = withoutSocketType(text, use);
    int mark = body.indexOf('@');
    AddressKind kind = AddressKind.ANY;
    if (mark >= 0) {
      kind = kind(body.substring(0, mark), text, use);
      body = body.substring(mark + 1);
    } else if (body.startsWith("/")) {
      kind = AddressKind.UNIX;
    }
    if (!use.allows(kind)) {
      throw refused(text, use, "this family is not possible here");
    }
    return switch (kind) {
      case UNIX -> noPort(unix(body, text, false));
      case ABSTRACT -> noPort(unix(body, text, true));
      case DESCRIPTOR -> noPort(new InheritedAddress(descriptor(body, text)));
      case ANY, IP4, IP6 -> inet(body, text, kind);
    };
  }

  private String expand(String written) {
    StringBuilder text = new StringBuilder(written);
    int dollar = text.indexOf("$");
    while (dollar >= 0) {
      Variable variable = Variable.read(text.toString(), dollar);
      String value = variable.value(environment);
      text.replace(dollar, variable.end(), value);
      dollar = text.indexOf("$", dollar + value.length());
    }
    return text.toString();
  }

  private static String withoutSocketType(String text, AddressUse use) {
    String type = use == AddressUse.LOG ? "dgram+" : "stream+";
    return text.startsWith(type) ? text.substring(type.length()) : text;
  }

  private static AddressKind kind(String prefix, String text, AddressUse use) {
    var typed = use == AddressUse.LOG ? DATAGRAM_PREFIXES : STREAM_PREFIXES;
    @Nullable AddressKind kind = PREFIXES.getOrDefault(prefix, typed.get(prefix));
    if (kind != null) {
      return kind;
    }
    String family = prefix.substring(prefix.indexOf('+') + 1);
    if (NOT_YET.contains(family) || PREFIXES.containsKey(family)) {
      throw new Rejection(
          ConfigErrorCode.NOT_SUPPORTED_YET,
          "the address '"
              + text
              + "': HAProxy's '"
              + prefix
              + "@' is not supported here by Turnout yet. Allowed: "
              + use.prefixes()
              + ".");
    }
    String nearest = NearestWord.to(prefix, PREFIXES.keySet());
    throw refused(
        text,
        use,
        "'"
            + prefix
            + "@' is no address family"
            + (nearest == null ? "" : " (did you mean '" + nearest + "@'?)"));
  }

  private ParsedAddress inet(String body, String text, AddressKind kind) {
    int colon = body.startsWith("[") ? body.indexOf("]:") + 1 : body.lastIndexOf(':');
    boolean bracketsOnly = body.startsWith("[") && colon == 0;
    String host = colon < 0 || bracketsOnly ? body : body.substring(0, colon);
    String port = colon < 0 || bracketsOnly ? "" : body.substring(colon + 1);
    Address address = hosts.parse(host, text, kind);
    return new ParsedAddress(address, PortParser.parse(port, text), isWildcard(address));
  }

  // By its parts, since the first equals of a record makes method handles, and a start feels that.
  private static boolean isWildcard(Address address) {
    return address instanceof Ip4Address four && four.ip() == 0
        || address instanceof Ip6Address six
            && six.high() == 0
            && six.low() == 0
            && six.scope() == 0;
  }

  private static UnixAddress unix(String path, String text, boolean isAbstract) {
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_UNIX_BYTES) {
      throw new Rejection(
          BAD_ADDRESS,
          "the address '"
              + text
              + "': expected a path or name of 1 to "
              + MAX_UNIX_BYTES
              + " bytes, got "
              + bytes
              + ".");
    }
    return new UnixAddress(path, isAbstract);
  }

  private static int descriptor(String digits, String text) {
    if (!Digits.areAll(digits) || digits.length() > 7) {
      throw new Rejection(
          BAD_ADDRESS,
          "the address '"
              + text
              + "': '"
              + digits
              + "' is no descriptor number. Give a number, or a"
              + " variable that holds one.");
    }
    return Integer.parseInt(digits);
  }

  private static ParsedAddress noPort(Address address) {
    return new ParsedAddress(address, new PortPart.None(), false);
  }

  private static Rejection refused(String text, AddressUse use, String why) {
    return new Rejection(
        BAD_ADDRESS,
        "the address '"
            + text
            + "': "
            + why
            + ". Allowed: a path, [host]:port, and the prefixes "
            + use.prefixes()
            + ".");
  }
}
