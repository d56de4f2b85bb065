package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers that hold a whole record, which those of a loop need not. Each thread has its own ones,
 * and lends the last that came back, as its memory is still warm.
 */
final class RecordBuffers {
  /** The longest record, and something more. */
  static final int BYTES = 20 * 1024;

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
    lent++;
    Buffer known = free.poll();
    // Freed by the collector once its thread has gone.
    return known == null ? new Buffer(Arena.ofAuto().allocate(BYTES, Long.BYTES)) : known;
  }

  /** Takes one back, with what it holds. */
  void give(Buffer buffer) {
    lent--;
    buffer.clear();
    free.push(buffer);
  }

  /** How many are lent. */
  int lent() {
    return lent;
  }
}
