package io.turnout.core.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one event loop, all of one size ({@code tune.bufsize}).
 *
 * <p>The last one given is the first one taken, as its memory is still warm. Memory grows by slabs
 * with the largest number of buffers ever lent at once, and is freed with the pool.
 *
 * <p><b>Thread:</b> the loop's.
 */
public final class BufferPool implements AutoCloseable {
  private static final int BUFFERS_PER_SLAB = 16;
  private static final int PAGE_BYTES = 4096;

  private final Arena arena = Arena.ofShared();
  private final RestrainedAllocator memory = new RestrainedAllocator(arena);
  private final int bufferBytes;
  private final int maxBuffers;
  private @Nullable Buffer free;
  private int lent;
  private int made;

  /**
   * An empty pool; memory is taken with the first buffer.
   *
   * @param bufferBytes what each buffer holds
   */
  public BufferPool(int bufferBytes) {
    this(bufferBytes, Integer.MAX_VALUE);
  }

  /**
   * An empty pool with a limit.
   *
   * @param bufferBytes what each buffer holds
   * @param maxBuffers how many there may be; for one more there is no memory
   */
  public BufferPool(int bufferBytes, int maxBuffers) {
    this.bufferBytes = bufferBytes;
    this.maxBuffers = maxBuffers;
  }

  /** An empty buffer, or null if there is no memory for one. */
  public @Nullable Buffer take() {
    Buffer buffer = free;
    if (buffer == null) {
      grow();
      buffer = free;
      if (buffer == null) {
        return null;
      }
    }
    free = buffer.next;
    buffer.next = null;
    buffer.lent = true;
    lent++;
    return buffer;
  }

  /**
   * An empty buffer in any case: where there is no memory for one of the pool's, a small one with
   * memory of its own. For those that need little, and that nobody would wake when there is memory
   * again.
   *
   * @param bytes how much it has room for at least; 1 at least
   */
  public Buffer takeAtLeast(int bytes) {
    Buffer pooled = bytes <= bufferBytes ? take() : null;
    if (pooled != null) {
      return pooled;
    }
    Buffer own = new Buffer(Arena.ofAuto().allocate(bytes));
    own.spare = true;
    own.lent = true;
    lent++;
    return own;
  }

  /** Takes a buffer back; bytes that it still holds are dropped. */
  public void give(Buffer buffer) {
    if (!buffer.lent) {
      throw new IllegalStateException("buffer given back twice");
    }
    buffer.clear();
    buffer.lent = false;
    lent--;
    if (!buffer.spare) {
      buffer.next = free;
      free = buffer;
    }
  }

  /** How many buffers are lent now. */
  public int lent() {
    return lent;
  }

  /** How many buffers there are, lent or free. */
  public int made() {
    return made;
  }

  /** What each buffer holds. */
  public int bufferBytes() {
    return bufferBytes;
  }

  @Override
  public void close() {
    arena.close();
  }

  private void grow() {
    int count = Math.min(BUFFERS_PER_SLAB, maxBuffers - made);
    if (count <= 0) {
      return;
    }
    MemorySegment slab = memory.allocate((long) bufferBytes * count, PAGE_BYTES);
    if (slab == null) {
      return;
    }
    for (int i = count - 1; i >= 0; i--) {
      Buffer buffer = new Buffer(slab.asSlice((long) i * bufferBytes, bufferBytes));
      buffer.next = free;
      free = buffer;
    }
    made += count;
  }
}
