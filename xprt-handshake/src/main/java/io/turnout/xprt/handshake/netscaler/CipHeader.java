package io.turnout.xprt.handshake.netscaler;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.conn.ConnError;
import java.nio.ByteBuffer;

/**
 * What is inserted: a magic number, lengths, then the headers of the client's last packet.
 *
 * <pre>
 *   before 10.5:  magic 4, length of the headers 4, headers
 *   since:        magic 4, length of it all 4, type 2 (1), length of the headers 2, headers
 * </pre>
 */
final class CipHeader {
  private static final int LENGTH_AT = 4;
  private static final int OLD_HEAD = 8;
  private static final int NEW_HEAD = 12;
  private static final int NEW_TYPE = 1;
  private static final int LONGEST = 512;
  private static final int IP6_BYTES = 40;
  private static final int SMALLEST_IP4_BYTES = 20;
  private static final int TCP_BYTES = 20;
  private static final int TCP = 6;

  private final int magic;

  /** Of senders that use this number. */
  CipHeader(int magic) {
    this.magic = magic;
  }

  /** What reading gives. */
  sealed interface Read permits Addresses, Bad {}

  /** Who began the connection, and to where. */
  record Addresses(Address source, Address destination) implements Read {}

  /** It cannot be used. */
  record Bad(ConnError error, String detail) implements Read {}

  /** As {@link io.turnout.xprt.handshake.wire.Speech#needed}. */
  int needed(byte[] seen, int length) {
    for (int i = 0; i < Math.min(length, LENGTH_AT); i++) {
      if (seen[i] != (byte) (magic >>> 24 - 8 * i)) {
        return i + 1;
      }
    }
    if (length < NEW_HEAD) {
      return NEW_HEAD;
    }
    int whole = whole(ByteBuffer.wrap(seen));
    return whole < 0 || whole > LONGEST ? NEW_HEAD : whole;
  }

  /** Reads what {@link #needed} found whole. */
  Read read(byte[] bytes, int length) {
    if (length < NEW_HEAD) {
      return new Bad(ConnError.CIP_BAD_MAGIC, "other than 0x%08x".formatted(magic));
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, 0, length);
    int whole = whole(header);
    if (whole != length) {
      return bad(whole < 0 ? "neither old nor new" : "%d bytes, at most %d", whole, LONGEST);
    }
    int start = isOld(header) ? OLD_HEAD : NEW_HEAD;
    if (length - start < SMALLEST_IP4_BYTES + TCP_BYTES) {
      return bad("%d bytes of headers, %d needed", length - start, SMALLEST_IP4_BYTES + TCP_BYTES);
    }
    return header.get(start) >>> 4 == 4 ? ip4(header, start) : ip6(header, start);
  }

  /** How long all of it is, or -1 if it is of no known kind. */
  private static int whole(ByteBuffer header) {
    int told = header.getInt(LENGTH_AT);
    if (isOld(header)) {
      return told < 0 || told > LONGEST ? LONGEST + 1 : Math.max(NEW_HEAD, OLD_HEAD + told);
    }
    int headers = Short.toUnsignedInt(header.getShort(OLD_HEAD + 2));
    return header.getShort(OLD_HEAD) == NEW_TYPE && told >= headers ? NEW_HEAD + headers : -1;
  }

  private static boolean isOld(ByteBuffer header) {
    int version = header.get(OLD_HEAD) >>> 4 & 0xf;
    return version == 4 || version == 6;
  }

  private static Read ip4(ByteBuffer header, int start) {
    int size = (header.get(start) & 0xf) * 4;
    int left = header.limit() - start;
    if (size < SMALLEST_IP4_BYTES || left < size + TCP_BYTES) {
      return bad("headers of %d bytes, an IP header of %d", left, size);
    }
    if (header.get(start + 9) != TCP) {
      return bad("protocol %d, not %d", header.get(start + 9) & 0xff, TCP);
    }
    int ports = start + size;
    return new Addresses(
        new Ip4Address(header.getInt(start + 12), port(header, ports)),
        new Ip4Address(header.getInt(start + 16), port(header, ports + 2)));
  }

  private static Read ip6(ByteBuffer header, int start) {
    int left = header.limit() - start;
    if (left < IP6_BYTES + TCP_BYTES || header.get(start) >>> 4 != 6) {
      return bad("%d bytes of headers, %d needed", left, IP6_BYTES + TCP_BYTES);
    }
    if (header.get(start + 6) != TCP) {
      return bad("protocol %d, not %d", header.get(start + 6) & 0xff, TCP);
    }
    int ports = start + IP6_BYTES;
    return new Addresses(ip6(header, start + 8, ports), ip6(header, start + 24, ports + 2));
  }

  private static Ip6Address ip6(ByteBuffer header, int at, int portAt) {
    return new Ip6Address(header.getLong(at), header.getLong(at + 8), port(header, portAt), 0);
  }

  private static int port(ByteBuffer header, int at) {
    return Short.toUnsignedInt(header.getShort(at));
  }

  private static Bad bad(String detail, int first, int second) {
    return new Bad(ConnError.CIP_BAD_HDR, detail.formatted(first, second));
  }
}
