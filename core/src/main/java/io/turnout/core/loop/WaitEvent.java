package io.turnout.core.loop;

import io.turnout.core.trace.FlagNames;
import io.turnout.core.trace.Traceable;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a layer below: a tasklet, and the set of I/O events that it waits for.
 *
 * <p>One serves both directions. A layer keeps at most one subscriber; while it waits for anything,
 * that subscriber may not change.
 *
 * <p><b>Thread:</b> the loop's.
 *
 * @implSpec rules SUB-01 to SUB-04
 */
public final class WaitEvent implements Traceable {
  /** Waiting for a moment to try receiving again. */
  public static final int RETRY_RECV = 1;

  /** Waiting for a moment to try sending again. */
  public static final int RETRY_SEND = 2;

  private static final FlagNames NAMES = new FlagNames("recv", "send");

  private final Tasklet tasklet;
  private int events;

  /** Waits for nothing yet. */
  public WaitEvent(Tasklet tasklet) {
    this.tasklet = tasklet;
  }

  /** What is waited for: {@link #RETRY_RECV}, {@link #RETRY_SEND}, both or 0. */
  public int events() {
    return events;
  }

  /** Whether any of these is waited for. */
  public boolean waits(int mask) {
    return (events & mask) != 0;
  }

  /** Who is woken. */
  public Tasklet tasklet() {
    return tasklet;
  }

  /**
   * A layer records a subscription.
   *
   * @param current the layer's subscriber before, or null
   * @return this, the layer's subscriber now
   */
  public WaitEvent record(@Nullable WaitEvent current, int mask) {
    if (current != null && current != this) {
      throw new IllegalStateException("another subscriber waits for " + current.events);
    }
    events |= mask;
    return this;
  }

  /**
   * A layer drops a subscription.
   *
   * @param current the layer's subscriber before, or null
   * @return the layer's subscriber now: this, or null once nothing is waited for
   */
  public @Nullable WaitEvent drop(@Nullable WaitEvent current, int mask) {
    if (current != this) {
      if (current != null || waits(mask)) {
        throw new IllegalStateException("unsubscribed by who did not subscribe");
      }
      return current;
    }
    events &= ~mask;
    return events == 0 ? null : this;
  }

  /**
   * A layer tells that an attempt may succeed: clears what is delivered, then wakes the tasklet,
   * once.
   *
   * @param mask what happened; only what is waited for is delivered
   * @return the layer's subscriber now: this, or null once nothing is waited for
   */
  public @Nullable WaitEvent deliver(int mask) {
    if ((events & mask) != 0) {
      events &= ~mask;
      tasklet.wake(Tasklet.WOKEN_IO);
    }
    return events == 0 ? null : this;
  }

  @Override
  public void describe(StringBuilder to) {
    NAMES.describe(events, to);
    if (events != 0) {
      to.append('@').append(tasklet.kind().name());
    }
  }
}
