package io.turnout.proxy.backend;

import io.turnout.core.conn.Target;
import io.turnout.proxy.config.ServerConfig;
import org.jspecify.annotations.Nullable;

/** A server of a backend: what it is, how it is, and how busy it is. Any thread may ask. */
public final class Server implements Target {
  private final ServerConfig config;
  private final ServerState state;
  private final ServerCounters counters = new ServerCounters();
  private final RequestQueue queue = new RequestQueue();
  private final LockedCount current = new LockedCount();
  private final LockedCount total = new LockedCount();

  Server(ServerConfig config) {
    this.config = config;
    this.state = config.disabled() ? ServerState.MAINTENANCE : ServerState.UP;
  }

  @Override
  public String name() {
    return config.name();
  }

  public ServerConfig config() {
    return config;
  }

  public ServerState state() {
    return state;
  }

  /** Whether connections to it may be made. */
  public boolean isUsable() {
    return state == ServerState.UP;
  }

  /** Its share among the servers of its backend; 0 takes no new connections. */
  public int weight() {
    return config.weight();
  }

  /** Slots in use. */
  public int current() {
    return (int) current.latest();
  }

  /** Slots that were ever used. */
  public long total() {
    return total.latest();
  }

  /** Requests that wait for this server and no other. */
  public int queueLength() {
    return (int) queue.length().latest();
  }

  public ServerCounters counters() {
    return counters;
  }

  @Override
  public String toString() {
    return name();
  }

  /** Whether it is one to balance over, as far as it alone decides. */
  boolean acceptsNew() {
    return isUsable() && weight() > 0;
  }

  boolean hasRoom() {
    int limit = config.maxConnections();
    return limit == 0 || current.exact() < limit;
  }

  /** Has room and is not the one to avoid. */
  boolean isOpen(@Nullable Server avoid) {
    return this != avoid && hasRoom();
  }

  /** By connections for its weight. */
  boolean isLessLoadedThan(Server other) {
    return current.exact() * other.weight() < other.current.exact() * weight();
  }

  RequestQueue queue() {
    return queue;
  }

  void takeSlot() {
    current.add(1);
    total.add(1);
  }

  void freeSlot() {
    current.add(-1);
  }

  /** One request left, another came in its place. */
  void passSlot() {
    total.add(1);
  }
}
