package io.turnout.tck.sim;

import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Task;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Turns the loops of a simulation and moves its time, in the order that the seed decides. */
public final class SimDriver {
  /** Tasklets that may run while no byte moves and no time passes. */
  private static final int MOST_RUNS = 3000;

  /** How far an event may lie ahead to happen while loops still have something to do. */
  private static final long SOON_NANOS = 1_000_000;

  private final Simulation simulation;
  private final SimNetwork network;
  private final List<EventLoop> loops;
  private long lastProgress;
  private long lastTime;
  private long runs;

  /** For loops that {@link SimNetwork#newLoop} made. */
  public SimDriver(Simulation simulation, SimNetwork network, List<EventLoop> loops) {
    this.simulation = simulation;
    this.network = network;
    this.loops = List.copyOf(loops);
  }

  /**
   * Runs until it is done, or nothing can happen any more.
   *
   * @return whether it is done
   */
  public boolean runUntil(BooleanSupplier done) {
    return runUntil(done, Long.MAX_VALUE);
  }

  /**
   * Runs until it is done, or nothing can happen before a time.
   *
   * @return whether it is done
   */
  public boolean runUntil(BooleanSupplier done, long limitNanos) {
    while (!done.getAsBoolean()) {
      if (!step(limitNanos)) {
        return false;
      }
    }
    return true;
  }

  private boolean step(long limitNanos) {
    long next = simulation.nextNanos();
    boolean soon = next <= simulation.clock().nanoTime() + SOON_NANOS;
    if (soon && simulation.random().nextInt(4) == 0) {
      moveTo(next);
      return true;
    }
    if (turnOne() || turnAll()) {
      return true;
    }
    network.checkWaiters();
    for (EventLoop loop : loops) {
      next = Math.min(next, loop.nextTimerNanos());
    }
    if (next == Task.NEVER || next > limitNanos) {
      return false;
    }
    moveTo(Math.max(next, simulation.clock().nanoTime()));
    return true;
  }

  private void moveTo(long time) {
    simulation.moveTo(time);
    simulation.rethrow();
  }

  private boolean turnOne() {
    return turn(loops.get(simulation.random().nextInt(loops.size())));
  }

  /** Turns each: whether any had something to do, or still has. */
  private boolean turnAll() {
    boolean busy = false;
    for (EventLoop loop : loops) {
      busy |= turn(loop);
      busy |= loop.poller() instanceof SimPoller poller && poller.isPending();
    }
    return busy;
  }

  private boolean turn(EventLoop loop) {
    int did = loop.turn(0);
    simulation.rethrow();
    if (did > 0) {
      simulation.note("turn", loop.index(), did);
      countRuns(did);
    }
    return did > 0;
  }

  private void countRuns(int did) {
    long time = simulation.clock().nanoTime();
    if (network.progress() != lastProgress || time != lastTime) {
      lastProgress = network.progress();
      lastTime = time;
      runs = 0;
    }
    runs += did;
    if (runs > MOST_RUNS) {
      throw simulation.violation("INV-06: busy loop: " + runs + " runs in which nothing moved");
    }
  }
}
