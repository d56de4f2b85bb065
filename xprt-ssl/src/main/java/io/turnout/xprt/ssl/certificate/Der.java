package io.turnout.xprt.ssl.certificate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER as keys need. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private final byte[] bytes;
  private int at;
  private final int end;

  private Der(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Reads what stands in bytes. */
  static Der in(byte[] bytes) {
    return new Der(bytes, 0, bytes.length);
  }

  /** One element. */
  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      int count = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
      element.write(0x80 | count);
      for (int i = count - 1; i >= 0; i--) {
        element.write(length >>> Byte.SIZE * i);
      }
    } else {
      element.write(length);
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  boolean hasMore() {
    return at < end;
  }

  /** The next element's tag. */
  int tag() {
    return hasMore() ? bytes[at] & 0xff : -1;
  }

  /** What is inside of the next element, which must have that tag. */
  Der enter(int tag) {
    if (tag() != tag) {
      throw new IllegalArgumentException("element %02x, not %02x".formatted(tag(), tag));
    }
    int start = at + 2;
    int length = bytes[at + 1] & 0xff;
    if (length >= 0x80) {
      int count = length & 0x7f;
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << Byte.SIZE | bytes[start++] & 0xff;
      }
    }
    if (length < 0 || length > end - start) {
      throw new IllegalArgumentException("an element is longer than what holds it");
    }
    at = start + length;
    return new Der(bytes, start, at);
  }

  /** Passes the next element, and gives it whole. */
  byte[] next() {
    int start = at;
    enter(tag());
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** All that is left. */
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return rest;
  }
}
