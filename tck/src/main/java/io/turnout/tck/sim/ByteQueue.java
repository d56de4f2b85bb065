package io.turnout.tck.sim;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes in order: first in, first out. */
final class ByteQueue {
  /** All memory, so that a socket can write where an address points to. */
  @SuppressWarnings("restricted")
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private byte[] bytes = new byte[64];
  private int head;
  private int length;

  int length() {
    return length;
  }

  void addFrom(long address, int count) {
    reserve(count);
    MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, address, bytes, head + length, count);
    length += count;
  }

  void addFrom(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, head + length, count);
    length += count;
  }

  void copyTo(long address, int count) {
    MemorySegment.copy(bytes, head, MEMORY, ValueLayout.JAVA_BYTE, address, count);
  }

  void removeTo(long address, int count) {
    copyTo(address, count);
    drop(count);
  }

  void removeTo(byte[] to, int offset, int count) {
    System.arraycopy(bytes, head, to, offset, count);
    drop(count);
  }

  void moveTo(ByteQueue to, int count) {
    to.addFrom(bytes, head, count);
    drop(count);
  }

  void drop(int count) {
    head += count;
    length -= count;
    if (length == 0) {
      head = 0;
    }
  }

  /** Keeps the first bytes only. */
  void cut(int kept) {
    length = kept;
  }

  private void reserve(int count) {
    if (head + length + count > bytes.length) {
      if (length + count > bytes.length / 2) {
        byte[] grown = new byte[Math.max(bytes.length * 2, (length + count) * 2)];
        System.arraycopy(bytes, head, grown, 0, length);
        bytes = grown;
      } else {
        System.arraycopy(bytes, head, bytes, 0, length);
      }
      head = 0;
    }
  }
}
