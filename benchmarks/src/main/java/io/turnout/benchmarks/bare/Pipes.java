package io.turnout.benchmarks.bare;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Empty pipes that nobody uses now. A pipe is one long: the reading end low, the writing end high.
 */
final class Pipes {
  private static final int F_SETPIPE_SZ = 1031;

  private final int capacityBytes;
  private final MemorySegment ends = Arena.global().allocate(JAVA_INT, 2);
  private long[] free = new long[16];
  private int count;

  Pipes(int capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  static int readEnd(long pipe) {
    return (int) pipe;
  }

  static int writeEnd(long pipe) {
    return (int) (pipe >>> Integer.SIZE);
  }

  /** An empty pipe, or 0 if the system gives none. */
  long take() {
    if (count > 0) {
      return free[--count];
    }
    if (Kernel.pipe(ends.address(), Kernel.O_NONBLOCK | Kernel.O_CLOEXEC) < 0) {
      return 0;
    }
    int read = ends.getAtIndex(JAVA_INT, 0);
    int write = ends.getAtIndex(JAVA_INT, 1);
    Kernel.fcntl(write, F_SETPIPE_SZ, capacityBytes);
    return (long) write << Integer.SIZE | read;
  }

  void give(long pipe) {
    if (count == free.length) {
      free = Arrays.copyOf(free, 2 * count);
    }
    free[count++] = pipe;
  }

  /** For a pipe that holds bytes of a connection that is gone. */
  static void discard(long pipe) {
    Kernel.close(readEnd(pipe));
    Kernel.close(writeEnd(pipe));
  }
}
