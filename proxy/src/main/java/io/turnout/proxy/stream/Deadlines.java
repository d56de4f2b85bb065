package io.turnout.proxy.stream;

import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Task;
import io.turnout.proxy.log.TerminationCode.Cause;
import org.jspecify.annotations.Nullable;

/** How long a stream waits for its peers, its rules and for memory, once it has begun. */
final class Deadlines {
  private static final long MEMORY_RETRY_NANOS = 10_000_000;

  private final StreamTimeouts timeouts;
  private final Task task;
  private final EventLoop loop;
  private final Side front;
  private final Side back;
  private final @Nullable Inspection inspection;
  private boolean memoryAwaited;
  private boolean tunnel;
  private boolean serverClosed;

  /**
   * None is set yet.
   *
   * @param task runs when a time has come
   * @param inspection null if there are no rules on content
   */
  Deadlines(
      StreamTimeouts timeouts,
      Task task,
      EventLoop loop,
      Side front,
      Side back,
      @Nullable Inspection inspection) {
    this.timeouts = timeouts;
    this.task = task;
    this.loop = loop;
    this.front = front;
    this.back = back;
    this.inspection = inspection;
  }

  /** Sets the time for the task, and keeps a sooner one at which memory is tried for again. */
  void set(long deadline) {
    task.expireAt(memoryAwaited ? Math.min(deadline, loop.now() + MEMORY_RETRY_NANOS) : deadline);
  }

  /** Sets it anew, as something has changed. */
  void reset() {
    long idle = Math.min(expiryOf(front), expiryOf(back));
    set(inspection == null ? idle : Math.min(idle, inspection.deadlineNanos()));
  }

  /**
   * The same, as rules look again when something comes, or at their time. While they look at the
   * client's bytes, only the client is waited for.
   */
  void waitForRules() {
    Inspection looking = inspection;
    if (looking != null && looking.holdsRequest()) {
      set(Math.min(expiryOf(front), looking.deadlineNanos()));
    } else {
      reset();
    }
  }

  /** There is no memory for a buffer: the task runs again in a moment. */
  void waitForMemory() {
    memoryAwaited = true;
    set(task.expiresNanos());
  }

  /** Whether memory was waited for, which is over now. */
  boolean isTimeForMemory() {
    boolean awaited = memoryAwaited;
    memoryAwaited = false;
    return awaited;
  }

  /** Bytes went both ways: the tunnel's timeout holds, which may be the shorter one. */
  void becomeTunnel() {
    if (!tunnel) {
      tunnel = true;
      reset();
    }
  }

  /** The server is not waited for any more. */
  void serverClosed() {
    serverClosed = true;
    reset();
  }

  /** Who was waited for too long, which its connection is told; NONE sets the time anew. */
  Cause late() {
    front.stopClockUnlessAwaited();
    back.stopClockUnlessAwaited();
    long now = loop.now();
    if (expiryOf(front) <= now) {
      front.late();
      return Cause.CLIENT_TIMEOUT;
    }
    if (expiryOf(back) <= now) {
      back.late();
      return Cause.SERVER_TIMEOUT;
    }
    reset();
    return Cause.NONE;
  }

  /** The same while the client's bytes are looked at. */
  Cause lateForRules() {
    if (expiryOf(front) <= loop.now()) {
      front.late();
      return Cause.CLIENT_TIMEOUT;
    }
    waitForRules();
    return Cause.NONE;
  }

  @SuppressWarnings("ReferenceEquality") // which of its two sides
  private long expiryOf(Side side) {
    long nanos = side == back && serverClosed ? Task.NEVER : timeoutOf(side);
    return nanos == Task.NEVER ? Task.NEVER : side.movedNanos() + nanos;
  }

  @SuppressWarnings("ReferenceEquality") // which of its two sides
  private long timeoutOf(Side side) {
    boolean client = side == front;
    if (client && timeouts.clientHandshake() != Task.NEVER && front.isAgreeing()) {
      return timeouts.clientHandshake();
    }
    long fin = client ? timeouts.clientFin() : timeouts.serverFin();
    if (side.isWriteShut() && fin != Task.NEVER) {
      return fin;
    }
    if (tunnel && timeouts.tunnel() != Task.NEVER) {
      return timeouts.tunnel();
    }
    return client ? timeouts.client() : timeouts.server();
  }
}
