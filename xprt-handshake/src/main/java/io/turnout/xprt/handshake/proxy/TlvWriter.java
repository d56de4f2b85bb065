package io.turnout.xprt.handshake.proxy;

import io.turnout.core.conn.Tlv;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Gathers the fields of a header; each type goes in once, as the first one has it, but for those
 * that are passed on.
 */
final class TlvWriter {
  private static final int CRC_BYTES = 4;
  private static final int NONE = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BitSet types = new BitSet();
  private int checksumAt = NONE;

  /** How long they are. */
  int length() {
    return bytes.size();
  }

  /** Whether there is one of that type. */
  boolean has(int type) {
    return types.get(type);
  }

  /** Adds a field, unless there is one of its type, or it is a checksum, as of another header. */
  void add(Tlv field) {
    if (field.type() != TlvType.CRC32C) {
      add(field.type(), field.value());
    }
  }

  /** Adds fields as they came, but for those of types that are there already. */
  void pass(List<Tlv> received) {
    BitSet before = (BitSet) types.clone();
    for (Tlv field : received) {
      if (!before.get(field.type())) {
        types.set(field.type());
        append(bytes, field.type(), field.value());
      }
    }
  }

  /** Adds a field, unless there is one of its type. */
  void add(int type, byte[] value) {
    if (!types.get(type)) {
      types.set(type);
      append(bytes, type, value);
    }
  }

  /** Adds a field for the checksum, which is computed when all is there. */
  void addChecksum() {
    add(TlvType.CRC32C, new byte[CRC_BYTES]);
    checksumAt = bytes.size() - CRC_BYTES;
  }

  /** Puts the fields behind a header, which ends with them, and computes the checksum. */
  void appendTo(ByteBuffer header) {
    int start = header.position();
    header.put(bytes.toByteArray());
    if (checksumAt != NONE) {
      CRC32C sum = new CRC32C();
      sum.update(header.duplicate().rewind());
      header.putInt(start + checksumAt, (int) sum.getValue());
    }
  }

  /** One field on its own. */
  static void append(ByteArrayOutputStream to, int type, byte[] value) {
    to.write(type);
    to.write(value.length >>> 8);
    to.write(value.length);
    to.writeBytes(value);
  }
}
