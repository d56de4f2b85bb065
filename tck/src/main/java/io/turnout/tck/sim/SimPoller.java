package io.turnout.tck.sim;

import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of simulated sockets as epoll does (each change once, with everything that holds then) or
 * as poll does (what is asked for, as long as it holds), in any order.
 */
public final class SimPoller implements Poller {
  /** So that a wait without reports, which ends nothing, comes to its end. */
  private static final int MOST_HELD_BACK = 3;

  private final SimNetwork network;
  private final Simulation simulation;
  private final boolean edge;
  private final Map<Integer, Watch> watches = new LinkedHashMap<>();
  private int heldBackInARow;

  /** One registration, and whether something changed since it was reported. */
  private static final class Watch {
    final Pollable pollable;
    boolean queued;
    boolean removed;

    Watch(Pollable pollable) {
      this.pollable = pollable;
    }

    void queue() {
      queued = true;
    }
  }

  SimPoller(SimNetwork network, boolean edge) {
    this.network = network;
    this.simulation = network.simulation();
    this.edge = edge;
  }

  @Override
  public String name() {
    return edge ? "epoll" : "poll";
  }

  @Override
  public boolean tellsHalfClose() {
    return true;
  }

  @Override
  public boolean add(Pollable pollable) {
    if (!pollable.shared() && simulation.chance(network.faults().unwatchable())) {
      simulation.note("unwatchable", pollable.descriptor(), 0);
      return false;
    }
    Watch watch = new Watch(pollable);
    if (watches.putIfAbsent(pollable.descriptor(), watch) != null) {
      throw simulation.violation("descriptor " + pollable.descriptor() + " watched twice");
    }
    SimSocket socket = network.socket(pollable.descriptor());
    if (socket != null) {
      socket.watch(watch::queue);
      watch.queue();
    }
    return true;
  }

  @Override
  public void remove(Pollable pollable) {
    Watch watch = watches.remove(pollable.descriptor());
    if (watch != null) {
      watch.removed = true;
    }
  }

  /** Time passes by the simulation's own steps, not here. */
  @Override
  public void await(long timeoutNanos) {}

  @Override
  public int deliver() {
    List<Watch> batch = takeDue();
    int delivered = 0;
    for (Watch watch : batch) {
      int events = watch.removed ? 0 : eventsOf(watch.pollable);
      if (events != 0) {
        simulation.note("report", watch.pollable.descriptor(), events);
        watch.pollable.onReady(events);
        delivered++;
      }
    }
    return delivered;
  }

  /** Whether there is something to report. */
  boolean isPending() {
    for (Watch watch : watches.values()) {
      if ((watch.queued || isLevel(watch)) && eventsOf(watch.pollable) != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void watched(Consumer<? super Pollable> visitor) {
    watches.values().forEach(watch -> visitor.accept(watch.pollable));
  }

  @Override
  public void wakeup() {}

  @Override
  public void close() {
    for (Watch watch : watches.values()) {
      if (!watch.pollable.shared()) {
        throw simulation.violation(
            "INV-03: descriptor " + watch.pollable.descriptor() + " watched at the end");
      }
    }
  }

  private List<Watch> takeDue() {
    if (watches.isEmpty()) {
      return List.of();
    }
    List<Watch> due = new ArrayList<>();
    for (Watch watch : watches.values()) {
      if (watch.queued || isLevel(watch)) {
        due.add(watch);
      }
    }
    shuffle(due);
    if (heldBackInARow < MOST_HELD_BACK
        && due.size() > 1
        && simulation.chance(network.faults().heldBack())) {
      heldBackInARow++;
      due.subList(simulation.random().nextInt(due.size()), due.size()).clear();
    } else {
      heldBackInARow = 0;
    }
    for (Watch watch : due) {
      watch.queued = false;
    }
    addSpurious(due);
    return due;
  }

  private void addSpurious(List<Watch> due) {
    if (edge && !watches.isEmpty() && simulation.chance(network.faults().spurious())) {
      int which = simulation.random().nextInt(watches.size());
      Watch watch = watches.values().stream().skip(which).findFirst().orElseThrow();
      if (!due.contains(watch)) {
        due.add(watch);
      }
    }
  }

  private void shuffle(List<Watch> due) {
    for (int i = due.size() - 1; i > 0; i--) {
      int j = simulation.random().nextInt(i + 1);
      Watch moved = due.get(i);
      due.set(i, due.get(j));
      due.set(j, moved);
    }
  }

  private boolean isLevel(Watch watch) {
    return !edge || watch.pollable.shared();
  }

  private int eventsOf(Pollable pollable) {
    SimSocket socket = network.socket(pollable.descriptor());
    if (socket == null) {
      return network.isAcceptable(pollable.descriptor()) ? IN : 0;
    }
    int asked = edge ? IN | OUT | RDHUP : asked(pollable.interest());
    // poll(2) is not asked about a descriptor in which nobody is interested.
    return asked == 0 ? 0 : socket.readiness() & (asked | HUP | ERR);
  }

  private static int asked(int interest) {
    return (interest & IN) != 0 ? interest | RDHUP : interest;
  }
}
