package io.turnout.examples.line;

import io.turnout.core.conn.Connection;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/**
 * Wakes who waits for bytes in a moment, when there may be memory for them. The transport would
 * wake at once, and again and again: it is ready.
 */
final class MemoryWait implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("line.memory");
  private static final long RETRY_NANOS = 10_000_000;

  private final Connection connection;
  private @Nullable Task task;
  private @Nullable WaitEvent waiter;

  MemoryWait(Connection connection) {
    this.connection = connection;
  }

  @Override
  public boolean run(int why) {
    WaitEvent waiting = waiter;
    if (waiting != null) {
      waiter = null;
      waiting.deliver(WaitEvent.RETRY_RECV);
    }
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken("line", thrown);
  }

  void subscribe(WaitEvent waiting) {
    waiter = waiting.record(waiter, WaitEvent.RETRY_RECV);
    Task timer = task;
    if (timer == null) {
      timer = new Task(connection.loop(), KIND, this);
      task = timer;
    }
    timer.expireAt(connection.loop().now() + RETRY_NANOS);
  }

  /** Takes the subscription back; false if there is none here. */
  boolean unsubscribe(WaitEvent waiting) {
    if (waiter == null) {
      return false;
    }
    waiting.drop(waiter, WaitEvent.RETRY_RECV);
    waiter = null;
    return true;
  }

  void free() {
    if (task != null) {
      task.free();
      task = null;
    }
  }
}
