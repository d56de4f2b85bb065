package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.turnout.core.address.Address;
import io.turnout.core.address.InheritedAddress;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Between {@link Address} and the {@code sockaddr_in}, {@code _in6} and {@code _un} structures. */
final class SockAddr {
  /** Room for any of them: a {@code sockaddr_storage}. */
  static final int CAPACITY_BYTES = 128;

  static final int IP4_BYTES = 16;
  static final int IP6_BYTES = 28;
  private static final int UNIX_PATH_OFFSET = 2;
  private static final int UNIX_PATH_BYTES = 108;

  private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

  private SockAddr() {}

  /** The family that a socket needs for this address. */
  static int family(Address address) {
    return switch (address) {
      case Ip4Address _ -> Constants.AF_INET;
      case Ip6Address _ -> Constants.AF_INET6;
      case UnixAddress _ -> Constants.AF_UNIX;
      case InheritedAddress inherited -> throw hasNoStructure(inherited);
    };
  }

  /**
   * Writes the structure.
   *
   * @return its length, or {@code -ENAMETOOLONG}
   */
  static int encode(Address address, MemorySegment to) {
    return switch (address) {
      case Ip4Address ip -> encodeIp4(ip, to);
      case Ip6Address ip -> encodeIp6(ip, to);
      case UnixAddress unix -> encodeUnix(unix, to);
      case InheritedAddress inherited -> throw hasNoStructure(inherited);
    };
  }

  private static int encodeIp4(Ip4Address address, MemorySegment to) {
    to.set(FAMILY, 0, (short) Constants.AF_INET);
    to.set(PORT, 2, (short) address.port());
    to.set(NETWORK_INT, 4, address.ip());
    to.set(ValueLayout.JAVA_LONG, 8, 0);
    return IP4_BYTES;
  }

  private static int encodeIp6(Ip6Address address, MemorySegment to) {
    to.set(FAMILY, 0, (short) Constants.AF_INET6);
    to.set(PORT, 2, (short) address.port());
    to.set(ValueLayout.JAVA_INT, 4, 0);
    to.set(NETWORK_LONG, 8, address.high());
    to.set(NETWORK_LONG, 16, address.low());
    to.set(ValueLayout.JAVA_INT, 24, address.scope());
    return IP6_BYTES;
  }

  private static int encodeUnix(UnixAddress address, MemorySegment to) {
    byte[] path = address.pathBytes();
    if (path.length >= UNIX_PATH_BYTES) {
      return -Errno.ENAMETOOLONG;
    }
    to.fill((byte) 0);
    to.set(FAMILY, 0, (short) Constants.AF_UNIX);
    int start = UNIX_PATH_OFFSET + (address.abstractNamespace() ? 1 : 0);
    MemorySegment.copy(path, 0, to, JAVA_BYTE, start, path.length);
    // HAProxy's abns@ names fill the structure with NULs, and those count as part of the name.
    return address.abstractNamespace()
        ? UNIX_PATH_OFFSET + UNIX_PATH_BYTES
        : UNIX_PATH_OFFSET + path.length + 1;
  }

  /** Reads a structure of {@code length} bytes; null if its family is none of the three. */
  static @Nullable Address decode(MemorySegment from, int length) {
    if (length < UNIX_PATH_OFFSET) {
      return null;
    }
    return switch (from.get(FAMILY, 0)) {
      case Constants.AF_INET -> new Ip4Address(from.get(NETWORK_INT, 4), port(from));
      case Constants.AF_INET6 ->
          new Ip6Address(
              from.get(NETWORK_LONG, 8),
              from.get(NETWORK_LONG, 16),
              port(from),
              from.get(ValueLayout.JAVA_INT, 24));
      case Constants.AF_UNIX -> decodeUnix(from, length);
      default -> null;
    };
  }

  private static int port(MemorySegment from) {
    return from.get(PORT, 2) & 0xffff;
  }

  private static UnixAddress decodeUnix(MemorySegment from, int length) {
    int end = Math.min(length, UNIX_PATH_OFFSET + UNIX_PATH_BYTES);
    while (end > UNIX_PATH_OFFSET && from.get(JAVA_BYTE, end - 1) == 0) {
      end--;
    }
    boolean isAbstract = end > UNIX_PATH_OFFSET && from.get(JAVA_BYTE, UNIX_PATH_OFFSET) == 0;
    int start = UNIX_PATH_OFFSET + (isAbstract ? 1 : 0);
    byte[] path = from.asSlice(start, end - start).toArray(JAVA_BYTE);
    return UnixAddress.of(path, isAbstract);
  }

  private static IllegalArgumentException hasNoStructure(InheritedAddress address) {
    return new IllegalArgumentException(
        "inherited descriptor " + address.descriptor() + " is bound already and has no sockaddr");
  }
}
