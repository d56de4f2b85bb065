package io.turnout.tck.sim;

import io.turnout.core.loop.Clock;

/** Time that stands still until it is moved. */
public final class SimClock implements Clock {
  private static final long EPOCH_MILLIS = 1_750_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long nanos;

  SimClock() {}

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long epochMillis() {
    return EPOCH_MILLIS + nanos / NANOS_PER_MILLI;
  }

  void moveTo(long time) {
    if (time < nanos) {
      throw new IllegalArgumentException("time went back from " + nanos + " to " + time);
    }
    nanos = time;
  }
}
