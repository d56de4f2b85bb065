package io.turnout.core.loop;

import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One thread's world: a poller, a scheduler, pools and a clock. A connection belongs to one loop
 * from accept or connect to close.
 *
 * <p><b>Thread:</b> all methods are the loop's own thread's unless they say otherwise.
 */
public final class EventLoop implements AutoCloseable {
  private static final int TASKLETS_PER_TURN = 512;
  private static final int MAX_POLL_FAILURES = 1000;
  private static final HandlerKind EXECUTE = HandlerKind.of("loop.execute");

  private final String name;
  private final int index;
  private final Poller poller;
  private final Clock clock;
  private final BufferPool buffers;
  private final PipePool pipes;
  private final TraceSource trace;
  private final TraceSource connectionTrace;
  private final Scheduler scheduler;
  private final Worker worker = new Worker();
  private final Tasklet workTasklet;
  private long now;
  private int pollFailures;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  /** A loop that does not run yet, and whose traces nobody asks for. */
  public EventLoop(
      String name, int index, Poller poller, Clock clock, BufferPool buffers, PipePool pipes) {
    this(name, index, poller, clock, buffers, pipes, new Traces());
  }

  /**
   * A loop that does not run yet; it owns what it is given, but for the traces.
   *
   * @param name for threads and dumps
   * @param index which loop of its instance it is, from 0
   * @param traces of its instance, among which it has the sources {@code loop} and {@code conn}
   */
  public EventLoop(
      String name,
      int index,
      Poller poller,
      Clock clock,
      BufferPool buffers,
      PipePool pipes,
      Traces traces) {
    this.name = name;
    this.index = index;
    this.poller = poller;
    this.clock = clock;
    this.buffers = buffers;
    this.pipes = pipes;
    this.trace = loopSource(traces);
    this.connectionTrace = connectionSource(traces);
    this.scheduler = new Scheduler(poller, trace);
    this.workTasklet = new Tasklet(this, EXECUTE, worker);
    this.now = clock.nanoTime();
  }

  /** Makes the sources that loops have there, for who must know them before there is a loop. */
  public static void registerSources(Traces traces) {
    loopSource(traces);
    connectionSource(traces);
  }

  private static TraceSource loopSource(Traces traces) {
    return traces.source("loop", "event loop");
  }

  private static TraceSource connectionSource(Traces traces) {
    return traces.source("conn", "connections and swaps of their muxes");
  }

  /** For threads and dumps. */
  public String name() {
    return name;
  }

  /** Which loop of its instance it is, from 0. */
  public int index() {
    return index;
  }

  /** Waits for descriptors. */
  public Poller poller() {
    return poller;
  }

  /** Runs tasklets. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** Lends buffers. */
  public BufferPool buffers() {
    return buffers;
  }

  /** Lends pipes. */
  public PipePool pipes() {
    return pipes;
  }

  /** Where time comes from. */
  public Clock clock() {
    return clock;
  }

  /** What threw on it. */
  public Faults faults() {
    return scheduler.faults();
  }

  /** Where its connections tell what happens to them. */
  public TraceSource connectionTrace() {
    return connectionTrace;
  }

  /** The time in nanoseconds at which this turn's events were collected. */
  public long now() {
    return now;
  }

  /** Turns until {@link #stop()}, then returns; does not close. */
  public void run() {
    thread = Thread.currentThread();
    try {
      while (!stopping) {
        turn(-1);
      }
    } finally {
      thread = null;
    }
  }

  /**
   * One turn: waits for events no longer than it may, then runs what is to be run. Of what takes
   * long ({@link Tasklet#heavy}) it runs one at most.
   *
   * @param maxWaitNanos how long to wait at most; 0 not at all, negative for as long as nothing is
   *     due
   * @return how much happened: reports delivered and tasklets run
   */
  public int turn(long maxWaitNanos) {
    int reports = poll(waitNanos(maxWaitNanos));
    if (trace.on()) {
      trace.emit(TraceLevel.DEVELOPER, TraceSource.RX, "poll", null, null, null, reports);
    }
    scheduler.acceptRemote();
    scheduler.timers().expire(now);
    return reports + scheduler.runQueued(TASKLETS_PER_TURN);
  }

  /** A handler that throws costs the others nothing; a poller that only throws ends the loop. */
  private int poll(long waitNanos) {
    try {
      poller.await(waitNanos);
      now = clock.nanoTime();
      int reports = poller.deliver();
      pollFailures = 0;
      return reports;
    } catch (RuntimeException | Error thrown) {
      if (++pollFailures == MAX_POLL_FAILURES) {
        throw thrown;
      }
      scheduler.faults().report(name, "the other reports were delivered", thrown);
      return 1;
    }
  }

  /** When the next timer is due, or {@link Task#NEVER}; it may turn out to have moved later. */
  public long nextTimerNanos() {
    return scheduler.timers().earliestNanos();
  }

  /** Ends {@link #run()} after the turn. <b>Thread:</b> any. */
  public void stop() {
    stopping = true;
    poller.wakeup();
  }

  /** Whether the caller runs on this loop. <b>Thread:</b> any. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Runs something once on the loop, soon. Not for hot paths. <b>Thread:</b> any. */
  public void execute(Runnable work) {
    worker.work.add(work);
    workTasklet.wakeRemotely(Tasklet.WOKEN_MSG);
  }

  @Override
  public void close() {
    pipes.close();
    buffers.close();
    poller.close();
  }

  private long waitNanos(long max) {
    if (scheduler.isRunnable()) {
      return 0;
    }
    long due = scheduler.timers().earliestNanos();
    if (due == Task.NEVER) {
      return max;
    }
    long wait = Math.max(0, due - clock.nanoTime());
    return max < 0 ? wait : Math.min(wait, max);
  }

  /** Runs what other threads handed over. */
  private final class Worker implements TaskletHandler {
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();

    @Override
    public boolean run(int why) {
      for (Runnable next = work.poll(); next != null; next = work.poll()) {
        next.run();
      }
      return true;
    }

    @Override
    public void failed(Throwable thrown) {
      workTasklet.wake(Tasklet.WOKEN_MSG);
    }
  }
}
