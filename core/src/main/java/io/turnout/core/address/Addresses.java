package io.turnout.core.address;

/** Addresses in words. */
public final class Addresses {
  private Addresses() {}

  /**
   * As the configuration would have it: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code unix@/p}.
   */
  public static String text(Address address) {
    return switch (address) {
      case Ip4Address ip4 -> ip4.toString();
      case Ip6Address ip6 -> ip6.toString();
      case UnixAddress unix ->
          unix.abstractNamespace() ? "abns@" + unix.path() : "unix@" + unix.path();
      case InheritedAddress inherited -> "fd@" + inherited.descriptor();
    };
  }
}
