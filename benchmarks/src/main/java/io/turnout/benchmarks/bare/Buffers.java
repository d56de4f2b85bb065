package io.turnout.benchmarks.bare;

import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * Off-heap buffers that nobody uses now, by address. Grows to the most that were in use at once.
 */
final class Buffers {
  private static final int PAGE_BYTES = 4096;

  private final int sizeBytes;
  private long[] free = new long[16];
  private int count;

  Buffers(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  long take() {
    return count > 0 ? free[--count] : Arena.global().allocate(sizeBytes, PAGE_BYTES).address();
  }

  void give(long address) {
    if (count == free.length) {
      free = Arrays.copyOf(free, 2 * count);
    }
    free[count++] = address;
  }
}
