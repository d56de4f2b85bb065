package io.turnout.core.loop;

/** Time that a test moves. */
public final class ManualClock implements Clock {
  /** Nanoseconds now. */
  public long nanos;

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long epochMillis() {
    return nanos / 1_000_000;
  }
}
