package io.turnout.core.internal.linux;

import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;

/** Counts reports of data, without allocating. */
final class CountingPollable implements Pollable {
  long reports;
  private final int descriptor;

  CountingPollable(int descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int interest() {
    return Poller.IN;
  }

  @Override
  public void onReady(int events) {
    reports++;
  }
}
