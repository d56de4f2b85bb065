package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Ends a poller's wait from any thread, by an event counter that the poller watches. The counter is
 * written only if the poller waits or is about to, so that many signals cost one write.
 *
 * <pre>
 *               beforeWait              signal (writes)
 *   RUNNING ──────────────────▶ WAITING ───────────────▶ WRITTEN
 *      │  ◀──────── afterWait ──────┘                       │
 *      │  ◀───────────────────── afterWait ─────────────────┘
 *      │ signal
 *      └──────▶ SIGNALLED: beforeWait says not to wait; afterWait leads back to RUNNING
 * </pre>
 */
final class WakeupSignal {
  private static final int RUNNING = 0;
  private static final int WAITING = 1;
  private static final int SIGNALLED = 2;
  private static final int WRITTEN = 3;
  private static final int CLOSED = 4;

  private static final NativeFunction WRITE = NativeFunction.of("write");
  // Any thread may write, and none asks why it failed.
  private static final CallState UNREAD = new CallState();
  private static final MemorySegment ONE = UNREAD.allocate(Long.BYTES);
  private static final VarHandle STATE;
  private static final VarHandle WRITES_DONE;

  static {
    ONE.set(JAVA_LONG, 0, 1);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(WakeupSignal.class, "state", int.class);
      WRITES_DONE = lookup.findVarHandle(WakeupSignal.class, "writesDone", long.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private final FileCalls files;
  private final int counter;
  private final MemorySegment drained = Arena.ofAuto().allocate(JAVA_LONG);
  private volatile int state = RUNNING;
  private volatile long writesDone;
  private long writesSeen;

  /** Takes over the descriptor of a non-blocking event counter. */
  WakeupSignal(FileCalls files, int counter) {
    this.files = files;
    this.counter = counter;
  }

  int descriptor() {
    return counter;
  }

  /** Whether to wait; false if a signal came since the last wait. */
  boolean beforeWait() {
    return STATE.compareAndSet(this, RUNNING, WAITING);
  }

  /** The wait is over, or there was none: whatever was signalled before is dealt with. */
  void afterWait() {
    if ((int) STATE.getAndSet(this, RUNNING) == WRITTEN) {
      writesSeen++;
    }
  }

  /** Takes the count back, for a poller which would report it for ever otherwise. */
  void drain() {
    files.read(counter, drained.address(), Long.BYTES);
  }

  /** Ends the wait that runs, or the next one. <b>Thread:</b> any. */
  void signal() {
    // What the caller has published must be visible before an earlier signal is relied upon.
    VarHandle.fullFence();
    while (true) {
      switch (state) {
        case RUNNING -> {
          if (STATE.compareAndSet(this, RUNNING, SIGNALLED)) {
            return;
          }
        }
        case WAITING -> {
          if (STATE.compareAndSet(this, WAITING, WRITTEN)) {
            write();
            return;
          }
        }
        default -> {
          return;
        }
      }
    }
  }

  private void write() {
    WRITE.callLong(UNREAD, counter, ONE.address(), Long.BYTES, 0, 0, 0);
    WRITES_DONE.getAndAdd(this, 1L);
  }

  /** Closes the counter once no other thread is about to write to it. */
  void close() {
    state = CLOSED;
    // A late write would go to whichever socket has got the number by then.
    while (writesDone < writesSeen) {
      Thread.onSpinWait();
    }
    files.close(counter);
  }
}
