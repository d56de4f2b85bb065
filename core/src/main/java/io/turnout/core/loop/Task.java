package io.turnout.core.loop;

/**
 * A {@link Tasklet} with a timer.
 *
 * <p>Moving the time later costs nothing: the timer notices when it fires. So a timeout that each
 * byte moves away is an assignment.
 */
public final class Task extends Tasklet {
  /** The time that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  /** When it shall run, by the loop's clock. */
  private long expiresNanos = NEVER;

  /** The time under which it stands in the heap; not later than {@link #expiresNanos}. */
  long queuedNanos;

  /** Where it stands in the heap; -1 if it does not. */
  int heapIndex = -1;

  /** A task that sleeps and has no time set. */
  public Task(EventLoop loop, HandlerKind kind, TaskletHandler handler) {
    super(loop, kind, handler);
  }

  /**
   * Sets the time at which it is woken with {@link Tasklet#WOKEN_TIMER}, in place of the one
   * before.
   *
   * @param nanos by {@link EventLoop#now()}, or {@link #NEVER}
   */
  public void expireAt(long nanos) {
    expiresNanos = nanos;
    if (nanos != NEVER && (heapIndex < 0 || nanos < queuedNanos)) {
      if (isFreed()) {
        throw new IllegalStateException("time for a freed task " + kind().name());
      }
      scheduler().timers().put(this, nanos);
    }
  }

  /** When it will be woken, or {@link #NEVER}. */
  public long expiresNanos() {
    return expiresNanos;
  }

  void disarm() {
    expiresNanos = NEVER;
  }
}
