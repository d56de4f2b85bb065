package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

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

  /** 5 MiB for each thread: after a rush of stalled connections no more stays than that. */
  static final int MOST_FREE = 256;

  private static final ThreadLocal<RecordBuffers> OF_THREAD =
      ThreadLocal.withInitial(RecordBuffers::new);

  private final Deque<Buffer> free = new ArrayDeque<>();
  private int lent;

  /** The calling thread's. */
  static RecordBuffers ofThread() {
    return OF_THREAD.get();
  }

  /** An empty one. */
  Buffer take() {
    Buffer known = free.poll();
    // Freed by the collector once its thread has gone.
    Buffer taken = known == null ? new Buffer(Arena.ofAuto().allocate(BYTES, Long.BYTES)) : known;
    lent++;
    return taken;
  }

  /** Takes one back, with what it holds. */
  void give(Buffer buffer) {
    if (lent == 0) {
      throw new IllegalStateException("buffer given back twice");
    }
    lent--;
    if (free.size() < MOST_FREE) {
      buffer.clear();
      free.push(buffer);
    }
  }

  /** How many are lent now. */
  int lent() {
    return lent;
  }

  /** How many there are, lent or free. */
  int made() {
    return lent + free.size();
  }
}
