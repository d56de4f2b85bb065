package io.turnout.tck;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Gives each target of one run of the fuzzer as much time as the others: left to itself, it would
 * spend most of it on those whose inputs are the most rewarding.
 *
 * <p><b>Thread:</b> the fuzzer's one.
 */
public final class FuzzShares {
  private static final int AHEAD_TIMES = 4;
  private static final long AHEAD_NANOS = 2_000_000_000;

  private final long[] spentNanos;
  private final long[] runs;

  /** For so many targets. */
  public FuzzShares(int targets) {
    spentNanos = new long[targets];
    runs = new long[targets];
  }

  /**
   * Runs a target, unless the others are behind.
   *
   * @param target which one, from 0 on
   * @param input runs it
   */
  public void run(int target, Runnable input) {
    if (spentNanos[target] > AHEAD_TIMES * leastNanos() + AHEAD_NANOS) {
      return;
    }
    long begun = System.nanoTime();
    input.run();
    if (runs[target]++ > 0) {
      // The first one loads the classes.
      spentNanos[target] += System.nanoTime() - begun;
    }
  }

  /** How often each was run, and the time that the one with the least of it had. */
  @Override
  public String toString() {
    return "%d runs, by target: %s, at least %d ms each"
        .formatted(LongStream.of(runs).sum(), Arrays.toString(runs), leastNanos() / 1_000_000);
  }

  private long leastNanos() {
    return LongStream.of(spentNanos).min().orElse(0);
  }
}
