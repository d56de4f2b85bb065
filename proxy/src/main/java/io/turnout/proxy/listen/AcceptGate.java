package io.turnout.proxy.listen;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The process's limit of connections, and the listeners that wait for room under any limit.
 *
 * <p><b>Thread:</b> any.
 */
public final class AcceptGate {
  private final ConnectionLimit process;
  private final Set<Listener> waiting = new LinkedHashSet<>();
  private volatile boolean awaited;
  private @Nullable Runnable whenEmpty;

  /** With no connections yet; {@code maxConnections} 0 is no limit. */
  public AcceptGate(int maxConnections) {
    this.process = new ConnectionLimit(maxConnections);
  }

  /** The process's connections. */
  public ConnectionLimit process() {
    return process;
  }

  /** Runs something once no connection is left, on whichever thread closes the last. */
  public void whenEmpty(Runnable action) {
    synchronized (waiting) {
      whenEmpty = action;
      awaited = true;
    }
    roomFreed();
  }

  void waitForRoom(Listener listener) {
    synchronized (waiting) {
      waiting.add(listener);
      awaited = true;
    }
  }

  boolean isAwaited() {
    return awaited;
  }

  void roomFreed() {
    List<Listener> resumed;
    Runnable emptied = null;
    synchronized (waiting) {
      resumed = List.copyOf(waiting);
      waiting.clear();
      if (process.current() == 0) {
        emptied = whenEmpty;
        whenEmpty = null;
      }
      awaited = whenEmpty != null;
    }
    resumed.forEach(Listener::resume);
    if (emptied != null) {
      emptied.run();
    }
  }
}
