package io.turnout.proxy.config.internal.text;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;

/**
 * An address as it was written.
 *
 * @param address its port is 0
 * @param port what was said of the port
 * @param wildcard true for an IP address that stands for all
 */
public record ParsedAddress(Address address, PortPart port, boolean wildcard) {

  /** The address with a port; one that has no ports stays as it is. */
  public Address withPort(int number) {
    return switch (address) {
      case Ip4Address ip4 -> new Ip4Address(ip4.ip(), number);
      case Ip6Address ip6 -> new Ip6Address(ip6.high(), ip6.low(), number, ip6.scope());
      case UnixAddress unix -> unix;
      case InheritedAddress inherited -> inherited;
    };
  }

  /** True if the address has ports. */
  public boolean isIp() {
    return address instanceof Ip4Address || address instanceof Ip6Address;
  }

  /** What stands behind the address. */
  public sealed interface PortPart {
    /** Nothing, or the family has none. */
    record None() implements PortPart {}

    /** {@code low} to {@code high}, both 0..65535; the same for a single port. */
    record Range(int low, int high) implements PortPart {}

    /** A difference to another port. */
    record Offset(int difference) implements PortPart {}
  }
}
