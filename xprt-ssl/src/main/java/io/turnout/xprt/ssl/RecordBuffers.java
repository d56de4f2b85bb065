package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.RestrainedAllocator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that hold a whole record, which those of a loop need not. Each thread has its own ones,
 * and lends the last that came back, as its memory is still warm.
 *
 * <p>For each layer of TLS a connection borrows four at most while it is called and three between
 * calls (received records, payload, records to be sent), and none when it is idle. Of those that
 * came back, {@link #MOST_FREE} are kept; the memory of any further is the collector's.
 */
final class RecordBuffers {
  /** The longest record, and something more. */
  static final int BYTES = 20 * 1024;

  /** Most hellos of clients, so that many that have not said theirs hold little. */
  static final int HELLO_BYTES = 2 * 1024;

  /** 5 MiB for each thread: after a rush of stalled connections no more stays than that. */
  static final int MOST_FREE = 256;

  private static final ThreadLocal<RecordBuffers> OF_THREAD =
      ThreadLocal.withInitial(RecordBuffers::new);

  private final Deque<Buffer> free = new ArrayDeque<>();
  private final Deque<Buffer> freeForHellos = new ArrayDeque<>();

  // Freed by the collector once its thread has gone.
  private final RestrainedAllocator memory =
      new RestrainedAllocator((bytes, alignment) -> Arena.ofAuto().allocate(bytes, alignment));

  private int lent;

  /** The calling thread's. */
  static RecordBuffers ofThread() {
    return OF_THREAD.get();
  }

  /**
   * An empty one.
   *
   * @throws OutOfMemoryError if there is none
   */
  Buffer take() {
    return lend(free.poll(), BYTES);
  }

  /** An empty one of {@link #HELLO_BYTES}; as {@link #take}. */
  Buffer takeForHello() {
    return lend(freeForHellos.poll(), HELLO_BYTES);
  }

  /** Takes one back, with what it holds. */
  void give(Buffer buffer) {
    if (lent == 0) {
      throw new IllegalStateException("buffer given back twice");
    }
    lent--;
    Deque<Buffer> others = buffer.capacity() == BYTES ? free : freeForHellos;
    if (others.size() < MOST_FREE) {
      buffer.clear();
      others.push(buffer);
    }
  }

  private Buffer lend(@Nullable Buffer known, int bytes) {
    Buffer lending = known == null ? made(bytes) : known;
    lent++;
    return lending;
  }

  private Buffer made(int bytes) {
    MemorySegment made = memory.allocate(bytes, Long.BYTES);
    if (made == null) {
      throw new OutOfMemoryError("no memory for records of TLS (-XX:MaxDirectMemorySize)");
    }
    return new Buffer(made);
  }

  /** How many are lent now. */
  int lent() {
    return lent;
  }

  /** How many there are, lent or free. */
  int made() {
    return lent + free.size() + freeForHellos.size();
  }
}
