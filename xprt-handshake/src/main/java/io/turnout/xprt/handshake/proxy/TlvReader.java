package io.turnout.xprt.handshake.proxy;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Tlv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads the fields behind the addresses, and refuses those that cannot be right. */
final class TlvReader {
  private static final int HEAD = 3;
  private static final int CRC_BYTES = 4;

  /** In the SSL field: one byte of flags, four that say whether the certificate was verified. */
  private static final int SSL_HEAD = 5;

  private final byte[] header;
  private final int length;
  private final List<Tlv> found = new ArrayList<>();
  private @Nullable String wrong;
  private boolean checked;

  /**
   * For one header.
   *
   * @param length how long it is
   */
  TlvReader(byte[] header, int length) {
    this.header = header;
    this.length = length;
  }

  /** The fields from there to the header's end, in their order; null if one is malformed. */
  @Nullable List<Tlv> read(int start) {
    int at = start;
    while (at < length && wrong == null) {
      int size = size(at, length);
      if (wrong == null) {
        check(header[at] & 0xff, at + HEAD, size);
        found.add(
            new Tlv(header[at] & 0xff, Arrays.copyOfRange(header, at + HEAD, at + HEAD + size)));
      }
      at += HEAD + size;
    }
    return wrong == null ? found : null;
  }

  /** Why {@link #read} gave null. */
  BadHeader bad() {
    return new BadHeader(ConnError.PRX_BAD_HDR, wrong == null ? "" : wrong);
  }

  private void check(int type, int at, int size) {
    switch (type) {
      case TlvType.CRC32C -> checkSum(at, size);
      case TlvType.SSL -> checkSsl(at, size);
      default -> limit(type, size, TlvType.longest(type));
    }
  }

  private void checkSum(int at, int size) {
    if (size != CRC_BYTES || checked) {
      wrong = checked ? "two checksums" : "checksum of %d bytes".formatted(size);
      return;
    }
    checked = true;
    CRC32C sum = new CRC32C();
    sum.update(header, 0, at);
    sum.update(new byte[CRC_BYTES]);
    sum.update(header, at + CRC_BYTES, length - at - CRC_BYTES);
    long told = 0;
    for (int i = 0; i < CRC_BYTES; i++) {
      told = told << 8 | header[at + i] & 0xff;
    }
    if (told != sum.getValue()) {
      wrong = "wrong checksum";
    }
  }

  private void checkSsl(int at, int size) {
    if (size < SSL_HEAD) {
      wrong = "SSL field of %d bytes".formatted(size);
    }
    for (int sub = at + SSL_HEAD; sub < at + size && wrong == null; ) {
      sub += HEAD + size(sub, at + size);
    }
  }

  private void limit(int type, int size, int most) {
    if (size > most) {
      wrong = "field 0x%02x of %d bytes, at most %d".formatted(type, size, most);
    }
  }

  /** How long the value is of the field that begins there; 0 if it does not end in time. */
  private int size(int at, int end) {
    int size = end - at < HEAD ? end : (header[at + 1] & 0xff) << 8 | header[at + 2] & 0xff;
    if (size > end - at - HEAD) {
      wrong = "a field goes beyond the end";
      return 0;
    }
    return size;
  }
}
