package io.turnout.proxy.listen;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections there are of something, and how many there may be: of the process, a
 * frontend, a bind line. Loops that accept at the same moment may overshoot it by one each.
 *
 * <p><b>Thread:</b> any.
 */
public final class ConnectionLimit {
  private final int max;
  private final AtomicInteger current = new AtomicInteger();
  private final LongAdder total = new LongAdder();

  /**
   * None yet.
   *
   * @param max how many there may be; 0 is no limit
   */
  public ConnectionLimit(int max) {
    this.max = max;
  }

  /** How many there may be; 0 is no limit. */
  public int max() {
    return max;
  }

  /** How many there are. */
  public int current() {
    return current.get();
  }

  /** How many there have been. */
  public long total() {
    return total.sum();
  }

  boolean isReached() {
    return max > 0 && current.get() >= max;
  }

  void add() {
    current.incrementAndGet();
    total.increment();
  }

  void remove() {
    current.decrementAndGet();
  }
}
