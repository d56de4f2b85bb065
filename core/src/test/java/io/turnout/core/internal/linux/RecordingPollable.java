package io.turnout.core.internal.linux;

import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told, and does with each report what the test wants. */
final class RecordingPollable implements Pollable {
  final List<Integer> reports = new ArrayList<>();
  int interest = Poller.IN | Poller.OUT;
  boolean shared;
  Runnable onReport = () -> {};
  private final int descriptor;

  RecordingPollable(int descriptor) {
    this.descriptor = descriptor;
  }

  /** All events that were reported since the last call. */
  int seen() {
    int seen = reports.stream().reduce(0, (a, b) -> a | b);
    reports.clear();
    return seen;
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int interest() {
    return interest;
  }

  @Override
  public boolean shared() {
    return shared;
  }

  @Override
  public void onReady(int events) {
    reports.add(events);
    onReport.run();
  }
}
