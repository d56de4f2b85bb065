package io.turnout.core.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a loop has at this moment, in words for people. */
public final class LoopDump {
  private final EventLoop loop;
  private final List<String> lines = new ArrayList<>();

  private LoopDump(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * One line for the loop, one for each descriptor that it watches, and then its pools, timers,
   * tasklets, handlers that have run, and faults.
   *
   * <p><b>Thread:</b> the loop's. Not for hot paths.
   */
  public static List<String> of(EventLoop loop) {
    LoopDump dump = new LoopDump(loop);
    dump.descriptors();
    dump.pools();
    dump.scheduler();
    dump.faults();
    return dump.lines;
  }

  private void descriptors() {
    List<String> watched = new ArrayList<>();
    loop.poller().watched(pollable -> watched.add(line(pollable)));
    lines.add(
        "loop %s poller=%s descriptors=%d"
            .formatted(loop.name(), loop.poller().name(), watched.size()));
    lines.addAll(watched);
  }

  private static String line(Pollable pollable) {
    StringBuilder line = new StringBuilder(256);
    line.append("fd=").append(pollable.descriptor()).append(' ');
    pollable.dump(line);
    return line.toString();
  }

  private void pools() {
    lines.add(
        "buffers lent=%d made=%d bytes=%d"
            .formatted(loop.buffers().lent(), loop.buffers().made(), loop.buffers().bufferBytes()));
    lines.add("pipes lent=%d".formatted(loop.pipes().lent()));
  }

  private void scheduler() {
    Scheduler scheduler = loop.scheduler();
    lines.add("timers set=%d".formatted(scheduler.timersSet()));
    lines.add("tasklets living=%d queued=%d".formatted(scheduler.living(), scheduler.queued()));
    for (HandlerKind kind : HandlerKind.all()) {
      long runs = scheduler.runs(kind);
      if (runs > 0) {
        lines.add(
            "handler %s runs=%d nanos=%d".formatted(kind.name(), runs, scheduler.runNanos(kind)));
      }
    }
  }

  private void faults() {
    for (Map.Entry<String, Long> fault : new TreeMap<>(loop.faults().counts()).entrySet()) {
      lines.add("fault %s count=%d".formatted(fault.getKey(), fault.getValue()));
    }
  }
}
