package io.turnout.core.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap, asked for with restraint: where there is none, the JDK has the heap
 * collected and tries for a second or so, in which a loop stands still. So whoever asks in the
 * moment after a failure has none at once.
 *
 * <p><b>Thread:</b> its owner's.
 */
public final class RestrainedAllocator {
  static final long REST_NANOS = 100_000_000;

  private final SegmentAllocator memory;
  private final LongSupplier clock;
  private boolean failed;
  private long failedNanos;

  /**
   * One that has not failed.
   *
   * @param memory where it comes from
   */
  public RestrainedAllocator(SegmentAllocator memory) {
    this(memory, System::nanoTime);
  }

  RestrainedAllocator(SegmentAllocator memory, LongSupplier clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * So many bytes; null if there is no memory, or was none less than 100 ms ago.
   *
   * @param alignment of the first byte, in bytes
   */
  public @Nullable MemorySegment allocate(long bytes, long alignment) {
    if (failed && clock.getAsLong() - failedNanos < REST_NANOS) {
      return null;
    }
    try {
      MemorySegment allocated = memory.allocate(bytes, alignment);
      failed = false;
      return allocated;
    } catch (OutOfMemoryError e) {
      failed = true;
      failedNanos = clock.getAsLong();
      return null;
    }
  }
}
