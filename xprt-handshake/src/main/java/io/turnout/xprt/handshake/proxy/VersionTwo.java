package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Tlv;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The binary header. */
final class VersionTwo {
  /** Signature, version and command, family and protocol, length. */
  static final int HEAD = 16;

  /** The longest header that is taken and sent, its head included. */
  static final int LONGEST = 16 * 1024;

  private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);
  private static final int VERSION = 0x20;
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int UNSPEC = 0x00;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int UNIX_STREAM = 0x31;
  private static final int PATH_BYTES = 108;
  private static final int IP4_BYTES = 12;
  private static final int IP6_BYTES = 36;
  private static final int UNIX_BYTES = 2 * PATH_BYTES;

  private VersionTwo() {}

  /** As {@link io.turnout.xprt.handshake.wire.Speech#needed}. */
  static int needed(byte[] seen, int length) {
    for (int i = 0; i < Math.min(length, SIGNATURE.length); i++) {
      if (seen[i] != SIGNATURE[i]) {
        return i + 1;
      }
    }
    if (length > SIGNATURE.length && (seen[SIGNATURE.length] & 0xf0) != VERSION) {
      return SIGNATURE.length + 1;
    }
    if (length < HEAD) {
      return HEAD;
    }
    int whole = whole(seen);
    return whole > LONGEST ? HEAD : whole;
  }

  /** Reads what {@link #needed} found whole. */
  static HeaderRead read(byte[] bytes, int length) {
    if (length < HEAD) {
      String wrong = length > SIGNATURE.length ? "neither version 1 nor 2" : "wrong signature";
      return new BadHeader(ConnError.PRX_NOT_HDR, wrong);
    }
    if (whole(bytes) > LONGEST) {
      return bad("header of %d bytes, at most %d".formatted(whole(bytes), LONGEST));
    }
    return switch (bytes[SIGNATURE.length] & 0xff) {
      // All of it is to be dropped, as the protocol has it.
      case LOCAL -> ProxyHeader.NOBODY;
      case PROXY -> proxied(bytes, length, bytes[SIGNATURE.length + 1] & 0xff);
      default -> bad("command is neither LOCAL nor PROXY");
    };
  }

  /** A header that tells of nobody. */
  static byte[] writeLocal() {
    return head(LOCAL, UNSPEC, 0).array();
  }

  /** How many bytes of fields a header with these addresses has room for. */
  static int room(@Nullable Address source, @Nullable Address destination) {
    return LONGEST - HEAD - addressBytes(source, destination);
  }

  private static int addressBytes(@Nullable Address source, @Nullable Address destination) {
    IpPair pair = IpPair.of(source, destination);
    if (pair != null) {
      return pair.source() instanceof Ip4Address ? IP4_BYTES : IP6_BYTES;
    }
    return source instanceof UnixAddress && destination instanceof UnixAddress ? UNIX_BYTES : 0;
  }

  /**
   * A header with the addresses, as far as they can be told, and these fields, which have no more
   * than {@link #room}.
   */
  static byte[] write(@Nullable Address source, @Nullable Address destination, TlvWriter fields) {
    IpPair pair = IpPair.of(source, destination);
    int length = addressBytes(source, destination) + fields.length();
    ByteBuffer header;
    if (pair != null) {
      boolean four = pair.source() instanceof Ip4Address;
      header = head(PROXY, four ? TCP4 : TCP6, length);
      put(header, pair.source());
      put(header, pair.destination());
      header.putShort((short) pair.sourcePort()).putShort((short) pair.destinationPort());
    } else if (source instanceof UnixAddress from && destination instanceof UnixAddress to) {
      header = head(PROXY, UNIX_STREAM, length);
      putPath(header, from);
      putPath(header, to);
    } else {
      header = head(PROXY, UNSPEC, length);
    }
    fields.appendTo(header);
    byte[] whole = new byte[header.position()];
    header.get(0, whole);
    return whole;
  }

  private static HeaderRead proxied(byte[] bytes, int length, int family) {
    int addresses =
        switch (family) {
          case UNSPEC -> 0;
          case TCP4 -> IP4_BYTES;
          case TCP6 -> IP6_BYTES;
          case UNIX_STREAM -> UNIX_BYTES;
          default -> -1;
        };
    if (addresses < 0) {
      return new BadHeader(ConnError.PRX_BAD_PROTO, "family and protocol 0x%02x".formatted(family));
    }
    if (length < HEAD + addresses) {
      return bad("%d bytes of addresses, not %d".formatted(length - HEAD, addresses));
    }
    TlvReader reader = new TlvReader(bytes, length);
    List<Tlv> fields = reader.read(HEAD + addresses);
    if (fields == null) {
      return reader.bad();
    }
    ByteBuffer from = ByteBuffer.wrap(bytes, HEAD, addresses);
    return switch (family) {
      case TCP4 -> ip4(from, fields);
      case TCP6 -> ip6(from, fields);
      case UNIX_STREAM -> new ProxyHeader(path(from), path(from), fields);
      default -> new ProxyHeader(null, null, fields);
    };
  }

  private static ProxyHeader ip4(ByteBuffer from, List<Tlv> fields) {
    int source = from.getInt();
    int destination = from.getInt();
    return new ProxyHeader(
        new Ip4Address(source, port(from)), new Ip4Address(destination, port(from)), fields);
  }

  private static ProxyHeader ip6(ByteBuffer from, List<Tlv> fields) {
    long sourceHigh = from.getLong();
    long sourceLow = from.getLong();
    long high = from.getLong();
    long low = from.getLong();
    return new ProxyHeader(
        new Ip6Address(sourceHigh, sourceLow, port(from), 0),
        new Ip6Address(high, low, port(from), 0),
        fields);
  }

  private static int port(ByteBuffer from) {
    return Short.toUnsignedInt(from.getShort());
  }

  private static UnixAddress path(ByteBuffer from) {
    byte[] bytes = new byte[PATH_BYTES];
    from.get(bytes);
    boolean isAbstract = bytes[0] == 0 && bytes[1] != 0;
    int start = isAbstract ? 1 : 0;
    int end = start;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return UnixAddress.of(Arrays.copyOfRange(bytes, start, end), isAbstract);
  }

  private static ByteBuffer head(int command, int family, int length) {
    return ByteBuffer.allocate(HEAD + length)
        .put(SIGNATURE)
        .put((byte) command)
        .put((byte) family)
        .putShort((short) length);
  }

  private static void put(ByteBuffer header, Address address) {
    if (address instanceof Ip4Address ip4) {
      header.putInt(ip4.ip());
    } else if (address instanceof Ip6Address ip6) {
      header.putLong(ip6.high()).putLong(ip6.low());
    }
  }

  private static void putPath(ByteBuffer header, UnixAddress address) {
    byte[] path = address.pathBytes();
    int start = address.abstractNamespace() ? 1 : 0;
    int end = header.position() + PATH_BYTES;
    header.position(header.position() + start);
    header.put(path, 0, Math.min(path.length, PATH_BYTES - start));
    header.position(end);
  }

  private static int whole(byte[] bytes) {
    return HEAD + ((bytes[HEAD - 2] & 0xff) << 8 | bytes[HEAD - 1] & 0xff);
  }

  private static BadHeader bad(String detail) {
    return new BadHeader(ConnError.PRX_BAD_HDR, detail);
  }
}
