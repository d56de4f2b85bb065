package io.turnout.core.loop;

import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.trace.Traces;

/** A loop that a test turns by hand, with a fake poller and clock. */
public final class TestLoop {
  /** What the loop waits at. */
  public final FakePoller poller = new FakePoller();

  /** The loop's time. */
  public final ManualClock clock = new ManualClock();

  /** Its trace sources. */
  public final Traces traces = new Traces();

  /** The loop. */
  public final EventLoop loop =
      new EventLoop(
          "test", 0, poller, clock, new BufferPool(4096), new PipePool(PipeSource.NONE), traces);

  private final int livingAtFirst = loop.scheduler().living();

  /** Lets run what is queued, without waiting. */
  public int turn() {
    return loop.turn(0);
  }

  /** Tasklets made by the test and not freed. */
  public int livingTasklets() {
    return loop.scheduler().living() - livingAtFirst;
  }
}
