package io.turnout.proxy.config.internal.text;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.HostResolver;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/** The host of an IP address: a literal, a name, or nothing, which is all of them. */
final class HostParser {
  static final Address ALL_IP4 = new Ip4Address(0, 0);
  static final Address ALL_IP6 = new Ip6Address(0, 0, 0, 0);

  private static final Pattern IP4_LIKE = Pattern.compile("[0-9.]+");
  private static final Pattern IP4 = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)");
  private static final long MAPPED = 0xffff_0000_0000L;

  private final HostResolver resolver;

  HostParser(HostResolver resolver) {
    this.resolver = resolver;
  }

  /** The address with port 0. */
  Address parse(String host, String text, AddressKind kind) {
    if (host.isEmpty() || host.equals("*")) {
      return kind == AddressKind.IP6 ? ALL_IP6 : ALL_IP4;
    }
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String bare = brackets ? host.substring(1, host.length() - 1) : host;
    if (bare.indexOf(':') >= 0) {
      return matching(ip6(bare, text), text, kind);
    }
    if (brackets) {
      throw invalid(bare, text);
    }
    if (IP4_LIKE.matcher(bare).matches()) {
      return matching(ip4(bare, text), text, kind);
    }
    if (!NAME.matcher(bare).matches()) {
      throw invalid(bare, text);
    }
    return resolve(bare, text, kind);
  }

  private Address resolve(String name, String text, AddressKind kind) {
    Optional<InetAddress> found =
        resolver.resolve(name).stream()
            .filter(a -> kind != AddressKind.IP4 || a instanceof Inet4Address)
            .filter(a -> kind != AddressKind.IP6 || a instanceof Inet6Address)
            .findFirst();
    return switch (found.orElse(null)) {
      case Inet4Address ip4 -> new Ip4Address(ByteBuffer.wrap(ip4.getAddress()).getInt(), 0);
      case Inet6Address ip6 -> fromBytes(ip6);
      case null, default ->
          throw new Rejection(
              ConfigErrorCode.UNKNOWN_HOST,
              "the address '"
                  + text
                  + "': no"
                  + family(kind)
                  + " address is known for the host '"
                  + name
                  + "'. Correct the name, or give an address.");
    };
  }

  private static Address ip4(String host, String text) {
    if (!IP4.matcher(host).matches()) {
      throw invalid(host, text);
    }
    int ip = 0;
    for (String part : host.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        throw invalid(host, text);
      }
      ip = ip << 8 | Integer.parseInt(part);
    }
    return new Ip4Address(ip, 0);
  }

  private static Address ip6(String host, String text) {
    try {
      return switch (InetAddress.ofLiteral(host)) {
        case Inet6Address ip6 -> fromBytes(ip6);
        // The JDK turns ::ffff:a.b.c.d into the IPv4 address; it was written as IPv6.
        case Inet4Address ip4 -> {
          long low = ByteBuffer.wrap(ip4.getAddress()).getInt() & 0xffff_ffffL;
          yield new Ip6Address(0, MAPPED | low, 0, 0);
        }
        default -> throw invalid(host, text);
      };
    } catch (IllegalArgumentException e) {
      throw invalid(host, text);
    }
  }

  private static Address fromBytes(Inet6Address address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return new Ip6Address(bytes.getLong(), bytes.getLong(), 0, address.getScopeId());
  }

  private static Address matching(Address address, String text, AddressKind kind) {
    boolean fits =
        kind == AddressKind.ANY || (kind == AddressKind.IP4) == (address instanceof Ip4Address);
    if (!fits) {
      throw new Rejection(
          ConfigErrorCode.BAD_ADDRESS, "the address '" + text + "' is not" + family(kind) + ".");
    }
    return address;
  }

  private static String family(AddressKind kind) {
    return switch (kind) {
      case IP4 -> " IPv4";
      case IP6 -> " IPv6";
      case ANY, UNIX, ABSTRACT, DESCRIPTOR -> "";
    };
  }

  private static Rejection invalid(String host, String text) {
    return new Rejection(
        ConfigErrorCode.BAD_ADDRESS,
        "the address '"
            + text
            + "': '"
            + host
            + "' is no IPv4 or IPv6 address and no host name."
            + " An IPv6 address is best written in brackets, as in [::1]:80.");
  }
}
