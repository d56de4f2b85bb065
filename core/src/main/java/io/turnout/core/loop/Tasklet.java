package io.turnout.core.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A callback to run soon on its loop. However often it is woken before it runs, it runs once, and
 * hears all the reasons.
 *
 * <pre>
 *   idle ──wake──▶ queued ──▶ running ──▶ idle         wake while running: queued again
 *     └────────────── free ──────────────▶ freed       never runs again, even if it was queued
 * </pre>
 *
 * <p><b>Thread:</b> the loop's, but for {@link #wakeRemotely} and {@link #freeRemotely}.
 *
 * @implSpec rules TASK-01, TASK-02
 */
public sealed class Tasklet permits Task {
  /** Woken because a layer below is ready. */
  public static final int WOKEN_IO = 1;

  /** Woken by another part of the program: something changed. */
  public static final int WOKEN_MSG = 1 << 1;

  /** Woken by its timer. */
  public static final int WOKEN_TIMER = 1 << 2;

  /** Woken for the first time. */
  public static final int WOKEN_INIT = 1 << 3;

  /** Woken because something it waited for (a buffer, a place in a queue) is there. */
  public static final int WOKEN_RES = 1 << 4;

  private static final int WOKEN = (1 << 5) - 1;
  private static final int QUEUED = 1 << 8;
  private static final int RUNNING = 1 << 9;
  private static final int FREED = 1 << 10;
  private static final int HEAVY = 1 << 11;

  private static final VarHandle REMOTE;

  static {
    try {
      REMOTE = MethodHandles.lookup().findVarHandle(Tasklet.class, "remote", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Scheduler scheduler;
  private final HandlerKind kind;
  private final TaskletHandler handler;
  private int state;
  private volatile int remote;

  /** The run queue's list. */
  @Nullable Tasklet next;

  /** The list of tasklets that other threads woke. */
  @Nullable Tasklet nextRemote;

  /**
   * A tasklet that sleeps.
   *
   * @param loop where it runs
   * @param kind under which name its runs are accounted
   * @param handler what it runs
   */
  public Tasklet(EventLoop loop, HandlerKind kind, TaskletHandler handler) {
    this.scheduler = loop.scheduler();
    this.kind = kind;
    this.handler = handler;
    scheduler.made();
  }

  /**
   * Lets it run soon.
   *
   * @param why {@code WOKEN_*} bits, one at least
   */
  public final void wake(int why) {
    int was = state;
    if ((was & FREED) != 0) {
      throw new IllegalStateException("wake-up of a freed tasklet " + kind.name());
    }
    state = was | why | QUEUED;
    if ((was & QUEUED) == 0) {
      scheduler.queue(this);
    }
  }

  /**
   * Says whether its runs take long, as the steps of a TLS handshake do. Of all such tasklets one
   * runs in a turn of the loop, after the others: so whoever is ready waits for one long run at
   * most. A tasklet that is queued already runs as it was queued.
   *
   * @param heavy whether they do; at first they do not
   */
  public final void heavy(boolean heavy) {
    state = heavy ? state | HEAVY : state & ~HEAVY;
  }

  final boolean isHeavy() {
    return (state & HEAVY) != 0;
  }

  /** {@link #wake} for other threads; does nothing once the tasklet is freed. */
  public final void wakeRemotely(int why) {
    if ((int) REMOTE.getAndBitwiseOr(this, why) == 0) {
      scheduler.queueRemote(this);
    }
  }

  /** {@link #free} for other threads; takes effect on the loop, a little later. */
  public final void freeRemotely() {
    wakeRemotely(FREED);
  }

  /** Ends it: it never runs again. Once. */
  public final void free() {
    if ((state & FREED) != 0) {
      throw new IllegalStateException("tasklet " + kind.name() + " freed twice");
    }
    state |= FREED;
    scheduler.freed(this);
  }

  /** Whether {@link #free} was called. */
  public final boolean isFreed() {
    return (state & FREED) != 0;
  }

  /** What it runs. */
  public final TaskletHandler handler() {
    return handler;
  }

  /** Under which name it is accounted. */
  public final HandlerKind kind() {
    return kind;
  }

  final Scheduler scheduler() {
    return scheduler;
  }

  /** Why it is to run: {@code WOKEN_*}. */
  final int reasons() {
    return state & WOKEN;
  }

  /** Takes what other threads asked for. Loop's thread. */
  final void acceptRemote() {
    int asked = (int) REMOTE.getAndSet(this, 0);
    if ((state & FREED) != 0) {
      return;
    }
    if ((asked & FREED) != 0) {
      free();
    } else {
      wake(asked);
    }
  }

  /** Runs once, as it has left the queue and is not freed. */
  final void runQueued() {
    int was = state;
    state = was & ~(WOKEN | QUEUED) | RUNNING;
    if (handler.run(was & WOKEN)) {
      state &= ~RUNNING;
    } else if ((state & FREED) == 0) {
      throw new IllegalStateException(kind.name() + " says it freed its tasklet, but did not");
    }
  }
}
