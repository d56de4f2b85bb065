package io.turnout.xprt.handshake.proxy;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import org.jspecify.annotations.Nullable;

/**
 * Two IP addresses of one family.
 *
 * @param source an IPv4 or IPv6 address
 * @param destination one of the same family
 */
record IpPair(Address source, Address destination) {
  private static final long MAPPED = 0xffff_0000_0000L;

  /** Two addresses; mixed ones both as IPv6. Null if one is no IP address. */
  static @Nullable IpPair of(@Nullable Address source, @Nullable Address destination) {
    if (source instanceof Ip4Address && destination instanceof Ip4Address) {
      return new IpPair(source, destination);
    }
    Ip6Address source6 = ip6(source);
    Ip6Address destination6 = ip6(destination);
    return source6 == null || destination6 == null ? null : new IpPair(source6, destination6);
  }

  int sourcePort() {
    return port(source);
  }

  int destinationPort() {
    return port(destination);
  }

  private static int port(Address address) {
    return address instanceof Ip4Address ip4 ? ip4.port() : ((Ip6Address) address).port();
  }

  /** Without its scope, which has no meaning elsewhere. */
  private static @Nullable Ip6Address ip6(@Nullable Address address) {
    return switch (address) {
      case Ip4Address ip4 ->
          new Ip6Address(0, MAPPED | Integer.toUnsignedLong(ip4.ip()), ip4.port(), 0);
      case Ip6Address ip6 -> new Ip6Address(ip6.high(), ip6.low(), ip6.port(), 0);
      case null, default -> null;
    };
  }
}
