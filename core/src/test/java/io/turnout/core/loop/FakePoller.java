package io.turnout.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reports nothing; waits for a wake-up, and tells how long it would have waited. */
public final class FakePoller implements Poller {
  /** What is watched. */
  public final List<Pollable> watched = new ArrayList<>();

  /** The timeouts it was asked to wait for. */
  public final List<Long> timeouts = new ArrayList<>();

  /** What a wait does, in place of time that passes. */
  public Runnable whileWaiting = () -> {};

  /** What a delivery does, in place of a report's handler. */
  public Runnable onDelivery = () -> {};

  /** How many it can watch. */
  public int most = Integer.MAX_VALUE;

  private static final long LIMIT_SECONDS = 30;

  private final Semaphore signal = new Semaphore(0);

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public boolean tellsHalfClose() {
    return true;
  }

  @Override
  public boolean add(Pollable pollable) {
    return watched.size() < most && watched.add(pollable);
  }

  @Override
  public void remove(Pollable pollable) {
    watched.remove(pollable);
  }

  /** Without limit it waits for a wake-up, in vain for no longer than the test's patience. */
  @Override
  public void await(long timeoutNanos) {
    timeouts.add(timeoutNanos);
    whileWaiting.run();
    if (timeoutNanos < 0) {
      try {
        if (!signal.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody woke the poller");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    signal.drainPermits();
  }

  @Override
  public int deliver() {
    onDelivery.run();
    return 0;
  }

  @Override
  public void wakeup() {
    signal.release();
  }

  /** Whether the next wait would end at once. */
  public boolean isWoken() {
    return signal.availablePermits() > 0;
  }

  @Override
  public void close() {}
}
