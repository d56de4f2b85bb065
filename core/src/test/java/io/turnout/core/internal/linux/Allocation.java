package io.turnout.core.internal.linux;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what code allocates once it is compiled. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5_000;
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private Allocation() {}

  /**
   * Bytes per round, 0 as soon as there was an attempt without any: a downcall costs one small
   * object until the JIT's last tier has compiled it, which takes a while on a busy machine.
   */
  public static long bytesPerRound(Runnable round) {
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least > 0 && System.nanoTime() - start < LIMIT_NANOS) {
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
