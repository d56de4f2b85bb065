package io.turnout.core.buffer;

import io.turnout.core.trace.Traceable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring of bytes outside the heap.
 *
 * <pre>
 *        0        head            head+length       capacity
 *        |  room   |  data ...........|    room        |        (data and room may wrap)
 * </pre>
 *
 * <p>The kernel writes at {@link #tailAddress()} and reads at {@link #headAddress()}; {@link
 * #added(int)} and {@link #removed(int)} then tell the buffer. An emptied buffer starts again at 0,
 * so that the next read finds its room in one piece.
 *
 * <p><b>Thread:</b> the loop whose pool lent it.
 */
public final class Buffer implements Traceable {
  private final MemorySegment memory;
  private final long address;
  private final int capacity;
  private int head;
  private int length;

  /** The memory as others want it; made when it is first asked for. */
  private @Nullable ByteBuffer view;

  /** The pool's list of free buffers. */
  @Nullable Buffer next;

  /** Whether the buffer is lent; the pool's own check against giving twice. */
  boolean lent;

  /** Whether its memory is its own, so that no pool keeps it. */
  boolean spare;

  /**
   * Wraps memory; pools do this, tests may.
   *
   * @param memory off-heap memory of 1 byte at least, which outlives the buffer
   */
  public Buffer(MemorySegment memory) {
    this.memory = memory;
    this.address = memory.address();
    this.capacity = Math.toIntExact(memory.byteSize());
  }

  /** Bytes held. */
  public int length() {
    return length;
  }

  /** Bytes that still fit. */
  public int room() {
    return capacity - length;
  }

  /** Bytes that fit in all. */
  public int capacity() {
    return capacity;
  }

  /** Whether no byte is held. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** Where the first byte lies. */
  public long headAddress() {
    return address + head;
  }

  /** How many of the bytes held follow each other from {@link #headAddress()}. */
  public int contiguousLength() {
    return Math.min(length, capacity - head);
  }

  /** Where the next byte goes. */
  public long tailAddress() {
    return address + tail();
  }

  /** How many bytes fit in one piece from {@link #tailAddress()}. */
  public int contiguousRoom() {
    int tail = tail();
    return tail < head || length == capacity ? capacity - length : capacity - tail;
  }

  /**
   * Bytes were written at the tail.
   *
   * @param count 0..{@link #contiguousRoom()}
   */
  public void added(int count) {
    Objects.checkFromIndexSize(length, count, capacity);
    length += count;
  }

  /**
   * Bytes were consumed from the head.
   *
   * @param count 0..{@link #length()}
   */
  public void removed(int count) {
    Objects.checkFromIndexSize(0, count, length);
    length -= count;
    head = length == 0 ? 0 : wrap(head + count);
  }

  /** Forgets all bytes. */
  public void clear() {
    length = 0;
    head = 0;
  }

  /**
   * One byte, which stays.
   *
   * @param offset from the head, 0..{@link #length()}-1
   */
  public byte byteAt(int offset) {
    Objects.checkIndex(offset, length);
    return memory.get(ValueLayout.JAVA_BYTE, wrap(head + offset));
  }

  /**
   * Copies bytes in at the tail.
   *
   * @return how many fitted, 0..{@code count}
   */
  public int write(byte[] from, int offset, int count) {
    int fits = Math.min(count, room());
    int first = Math.min(fits, contiguousRoom());
    MemorySegment.copy(from, offset, memory, ValueLayout.JAVA_BYTE, tail(), first);
    length += first;
    MemorySegment.copy(from, offset + first, memory, ValueLayout.JAVA_BYTE, tail(), fits - first);
    length += fits - first;
    return fits;
  }

  /**
   * Copies bytes out; they stay.
   *
   * @param start the first byte, from the head
   * @return how many were there, 0..{@code count}
   */
  public int copyTo(int start, byte[] to, int offset, int count) {
    Objects.checkFromToIndex(0, start, length);
    int there = Math.min(count, length - start);
    int at = wrap(head + start);
    int first = Math.min(there, capacity - at);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, to, offset, first);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, to, offset + first, there - first);
    return there;
  }

  /**
   * Bytes that follow each other, for those who read from a {@link ByteBuffer}. They stay; {@link
   * #removed} tells that they were taken.
   *
   * <p><b>Ownership:</b> it is the buffer's own, the same object each time, and good until it is
   * asked for again.
   *
   * @param start the first byte, from the head, 0..{@link #length()}
   * @param max how many at most; fewer if they do not lie in one piece
   */
  public ByteBuffer dataView(int start, int max) {
    Objects.checkFromToIndex(0, start, length);
    int at = wrap(head + start);
    return viewOf(at, Math.min(max, Math.min(length - start, capacity - at)));
  }

  /**
   * Where the next bytes go, for those who write into a {@link ByteBuffer}; {@link #added} tells
   * that they did. As {@link #dataView}, and the same object.
   *
   * @param max how much at most; less if there is no more room in one piece
   */
  public ByteBuffer roomView(int max) {
    return viewOf(tail(), Math.min(max, contiguousRoom()));
  }

  /**
   * Moves bytes from the head of this buffer to the tail of another.
   *
   * @return how many, as the other has room, 0..{@code max}
   */
  public int moveTo(Buffer to, int max) {
    int moved = 0;
    int wanted = Math.min(max, Math.min(length, to.room()));
    while (moved < wanted) {
      int piece = Math.min(wanted - moved, Math.min(contiguousLength(), to.contiguousRoom()));
      MemorySegment.copy(memory, head, to.memory, to.tail(), piece);
      to.added(piece);
      removed(piece);
      moved += piece;
    }
    return moved;
  }

  /**
   * Moves all bytes of another buffer in front of these, in their order. {@link #moveTo} takes them
   * out again.
   *
   * @param from emptied; at most {@link #room()} bytes
   */
  public void prepend(Buffer from) {
    int count = from.length;
    Objects.checkFromIndexSize(length, count, capacity);
    head = wrap(head + capacity - count);
    length += count;
    int at = head;
    while (!from.isEmpty()) {
      int piece = Math.min(from.contiguousLength(), capacity - at);
      MemorySegment.copy(from.memory, from.head, memory, at, piece);
      from.removed(piece);
      at = wrap(at + piece);
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("buf ").append(length).append('/').append(capacity).append('@').append(head);
  }

  private ByteBuffer viewOf(int at, int count) {
    ByteBuffer seen = view;
    if (seen == null) {
      seen = memory.asByteBuffer();
      view = seen;
    }
    return seen.limit(at + count).position(at);
  }

  private int tail() {
    return wrap(head + length);
  }

  private int wrap(int position) {
    return position >= capacity ? position - capacity : position;
  }
}
