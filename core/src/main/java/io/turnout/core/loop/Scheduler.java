package io.turnout.core.loop;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traceable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasklets in the order in which they were woken, those with long runs one in a turn and after
 * all others, and keeps the timers of tasks.
 *
 * <p><b>Thread:</b> the loop's, but for {@link #queueRemote}.
 */
public final class Scheduler {
  private static final VarHandle REMOTE;

  static {
    try {
      REMOTE = MethodHandles.lookup().findVarHandle(Scheduler.class, "remote", Tasklet.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Poller poller;
  private final TraceSource trace;
  private final Faults faults = new Faults();
  private final TimerHeap timers = new TimerHeap();
  private final RunQueue light = new RunQueue();
  private final RunQueue heavy = new RunQueue();
  private int living;
  private boolean profiling;
  private long[] runs = new long[32];
  private long[] nanos = new long[32];
  private volatile @Nullable Tasklet remote;

  Scheduler(Poller poller, TraceSource trace) {
    this.poller = poller;
    this.trace = trace;
  }

  /** How many tasklets wait to run. */
  public int queued() {
    return light.length + heavy.length;
  }

  /** How many tasklets were made and not freed. */
  public int living() {
    return living;
  }

  /** How many timers are set. */
  public int timersSet() {
    return timers.size();
  }

  /** How often tasklets of that kind ran. */
  public long runs(HandlerKind kind) {
    return kind.index() < runs.length ? runs[kind.index()] : 0;
  }

  /** How long tasklets of that kind ran, in nanoseconds, while profiling was on. */
  public long runNanos(HandlerKind kind) {
    return kind.index() < nanos.length ? nanos[kind.index()] : 0;
  }

  /** Whether the time of runs is taken, which costs two looks at the clock for each. */
  public void profiling(boolean on) {
    profiling = on;
  }

  Faults faults() {
    return faults;
  }

  TimerHeap timers() {
    return timers;
  }

  void made() {
    living++;
  }

  void freed(Tasklet tasklet) {
    living--;
    if (tasklet instanceof Task task) {
      timers.remove(task);
    }
  }

  void queue(Tasklet tasklet) {
    (tasklet.isHeavy() ? heavy : light).add(tasklet);
  }

  void queueRemote(Tasklet tasklet) {
    Tasklet head;
    do {
      head = remote;
      tasklet.nextRemote = head;
    } while (!REMOTE.compareAndSet(this, head, tasklet));
    if (head == null) {
      poller.wakeup();
    }
  }

  /** Whether something can run now. */
  boolean isRunnable() {
    return light.first != null || heavy.first != null || remote != null;
  }

  /** Queues what other threads woke, oldest first. */
  void acceptRemote() {
    if (remote == null) {
      return;
    }
    Tasklet newest = (Tasklet) REMOTE.getAndSet(this, null);
    Tasklet oldest = null;
    while (newest != null) {
      Tasklet older = newest.nextRemote;
      newest.nextRemote = oldest;
      oldest = newest;
      newest = older;
    }
    while (oldest != null) {
      Tasklet tasklet = oldest;
      // Taken out of the list first: from here on another thread may put it in again.
      oldest = tasklet.nextRemote;
      tasklet.nextRemote = null;
      tasklet.acceptRemote();
    }
  }

  /**
   * Runs what is queued, up to a number, then one with long runs. What gets queued meanwhile runs,
   * too, unless one with long runs waits: that is next then.
   *
   * @return how many ran
   */
  int runQueued(int max) {
    int waiting = light.length;
    int ran = 0;
    while (ran < (heavy.first == null ? max : Math.min(max, waiting)) && runNext(light)) {
      ran++;
    }
    return runNext(heavy) ? ran + 1 : ran;
  }

  /** Returns whether there was one to run. */
  private boolean runNext(RunQueue queue) {
    for (Tasklet tasklet = queue.take(); tasklet != null; tasklet = queue.take()) {
      if (!tasklet.isFreed()) {
        runAccounted(tasklet);
        return true;
      }
    }
    return false;
  }

  private void runAccounted(Tasklet tasklet) {
    int kind = tasklet.kind().index();
    if (kind >= runs.length) {
      runs = Arrays.copyOf(runs, kind * 2);
      nanos = Arrays.copyOf(nanos, kind * 2);
    }
    runs[kind]++;
    if (trace.on()) {
      // Before the run, which may end what the handler belongs to (rule MUX-10).
      tell(TraceLevel.DEVELOPER, tasklet);
    }
    // A run may switch profiling itself: then only one of the two looks at the clock would be
    // taken.
    boolean timed = profiling;
    long start = timed ? System.nanoTime() : 0;
    try {
      tasklet.runQueued();
    } catch (Throwable thrown) {
      fail(tasklet, thrown);
    }
    if (timed) {
      nanos[kind] += System.nanoTime() - start;
    }
  }

  private void tell(TraceLevel level, Tasklet tasklet) {
    Traceable about = tasklet.handler() instanceof Traceable handler ? handler : null;
    String where = tasklet.kind().name();
    trace.emit(level, TraceSource.STREAM, where, about, null, null, tasklet.reasons());
  }

  private void fail(Tasklet tasklet, Throwable thrown) {
    if (trace.on()) {
      String where = tasklet.kind().name() + " threw " + thrown.getClass().getName();
      trace.emit(TraceLevel.ERROR, TraceSource.STREAM, where, null, null, null, 0);
    }
    faults.report(tasklet.kind().name(), "what it worked for is closed", thrown);
    try {
      tasklet.handler().failed(thrown);
    } catch (Throwable again) {
      faults.report(tasklet.kind().name(), "what it worked for may be left open", again);
    }
  }

  /** Tasklets in the order of their wake-ups. */
  private static final class RunQueue {
    @Nullable Tasklet first;
    private @Nullable Tasklet last;
    int length;

    void add(Tasklet tasklet) {
      Tasklet tail = last;
      if (tail == null) {
        first = tasklet;
      } else {
        tail.next = tasklet;
      }
      last = tasklet;
      length++;
    }

    @Nullable Tasklet take() {
      Tasklet tasklet = first;
      if (tasklet != null) {
        first = tasklet.next;
        tasklet.next = null;
        if (first == null) {
          last = null;
        }
        length--;
      }
      return tasklet;
    }
  }
}
