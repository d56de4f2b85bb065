package io.turnout.xprt.handshake.proxy;

import io.turnout.core.conn.Tlv;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Gathers fields, as far as there is room; each type goes in once, as the first one has it, but for
 * those that are passed on. One that does not fit, or is longer than its type allows, is left out
 * whole.
 */
final class TlvWriter {
  private static final int CRC_BYTES = 4;
  private static final int NONE = -1;
  private static final int HEAD = 3;

  private final int room;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BitSet types = new BitSet();
  private final BitSet leftOut = new BitSet();
  private int checksumAt = NONE;

  /**
   * Without fields.
   *
   * @param room for how many bytes there is room, less than 65,536
   */
  TlvWriter(int room) {
    this.room = room;
  }

  /** How long the value of one more field can be; less than 0 if there is no room for one. */
  int roomForValue() {
    return room - bytes.size() - HEAD;
  }

  /** The types of fields that were left out. */
  BitSet leftOut() {
    return leftOut;
  }

  /** What was gathered. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

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
        append(field.type(), field.value());
      }
    }
  }

  /** Adds a field, unless there is one of its type. */
  void add(int type, byte[] value) {
    if (!types.get(type)) {
      types.set(type);
      append(type, value);
    }
  }

  /** Adds a field for the checksum, which is computed when all is there. */
  void addChecksum() {
    if (!types.get(TlvType.CRC32C) && CRC_BYTES <= roomForValue()) {
      checksumAt = bytes.size() + HEAD;
    }
    add(TlvType.CRC32C, new byte[CRC_BYTES]);
  }

  /** Puts the fields behind a header, which ends with them, and computes the checksum. */
  void appendTo(ByteBuffer header) {
    int start = header.position();
    header.put(bytes());
    if (checksumAt != NONE) {
      CRC32C sum = new CRC32C();
      sum.update(header.duplicate().rewind());
      header.putInt(start + checksumAt, (int) sum.getValue());
    }
  }

  private void append(int type, byte[] value) {
    if (value.length > Math.min(roomForValue(), TlvType.longest(type))) {
      leftOut.set(type);
      return;
    }
    bytes.write(type);
    bytes.write(value.length >>> 8);
    bytes.write(value.length);
    bytes.writeBytes(value);
  }
}
