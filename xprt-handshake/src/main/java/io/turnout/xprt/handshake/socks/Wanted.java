package io.turnout.xprt.handshake.socks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be reached by way of a SOCKS proxy.
 *
 * @param name a host's name, or "" if the address is known
 * @param ip 4 or 16 bytes, or none if only the name is known
 * @param port 1..65535
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Wanted(String name, byte[] ip, int port) {
  private static final byte[] NONE = {};

  /** A host that the SOCKS proxy is to look up. */
  static Wanted named(String name, int port) {
    return new Wanted(name, NONE, port);
  }

  /** An address; null if it is none that can be asked for. */
  static @Nullable Wanted at(@Nullable Address address) {
    return switch (address) {
      case Ip4Address ip4 ->
          new Wanted("", ByteBuffer.allocate(4).putInt(ip4.ip()).array(), ip4.port());
      case Ip6Address ip6 ->
          new Wanted(
              "",
              ByteBuffer.allocate(16).putLong(ip6.high()).putLong(ip6.low()).array(),
              ip6.port());
      case null, default -> null;
    };
  }

  /** The name's bytes. */
  byte[] nameBytes() {
    return name.getBytes(US_ASCII);
  }
}
