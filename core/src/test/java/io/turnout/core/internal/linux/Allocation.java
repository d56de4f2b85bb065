package io.turnout.core.internal.linux;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates once it is compiled. */
final class Allocation {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5_000;
  private static final int ATTEMPTS = 40;

  private Allocation() {}

  /** Bytes per round, in the best of some attempts: the JIT takes a while. */
  static long bytesPerRound(Runnable round) {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUNDS; i++) {
        round.run();
      }
      long perRound = (THREADS.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
      least = Math.min(least, perRound);
    }
    return least;
  }
}
