package io.turnout.proxy.backend;

import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Servers that stand in for each other. Every method may be called on any thread. */
public final class Backend {
  private final Object lock = new Object();
  private final BackendConfig config;
  private final List<Server> servers;
  private final Server[] candidates;
  private final Balancer balancer;
  private final RequestQueue queue = new RequestQueue();
  private final LockedCount current = new LockedCount();
  private final LockedCount total = new LockedCount();
  private long tickets;

  /** With its servers in the states that the configuration gives them. */
  public Backend(BackendConfig config) {
    this(config, new SplittableRandom());
  }

  Backend(BackendConfig config, RandomGenerator random) {
    this.config = config;
    List<Server> made = new ArrayList<>();
    for (ServerConfig server : config.servers()) {
      made.add(new Server(server));
    }
    this.servers = List.copyOf(made);
    this.candidates = candidates(servers, config.options().allBackups());
    this.balancer = Balancer.of(config.balance(), candidates, random);
  }

  /** Those that may be given work: the active ones, or else the first backup, or all backups. */
  private static Server[] candidates(List<Server> servers, boolean allBackups) {
    List<Server> active = new ArrayList<>();
    List<Server> backup = new ArrayList<>();
    for (Server server : servers) {
      if (server.acceptsNew()) {
        (server.config().backup() ? backup : active).add(server);
      }
    }
    if (active.isEmpty()) {
      active = allBackups || backup.isEmpty() ? backup : backup.subList(0, 1);
    }
    return active.toArray(Server[]::new);
  }

  public BackendConfig config() {
    return config;
  }

  public String name() {
    return config.name();
  }

  /** All of them, in the order of the file. */
  public List<Server> servers() {
    return servers;
  }

  /** Requests that hold a slot or wait for one. */
  public int current() {
    return (int) current.latest();
  }

  /** Requests since the start, redispatched ones once. */
  public long total() {
    return total.latest();
  }

  /** Requests that wait for any server; those that wait for one are in its queue. */
  public int queueLength() {
    return (int) queue.length().latest();
  }

  /** Whether a request that failed on this server could be given another one. */
  public boolean hasAlternative(Server server) {
    return candidates.length > 1 || candidates.length == 1 && candidates[0] != server;
  }

  /**
   * Finds a server, and takes a slot of it at once. The one to avoid is taken only if no other has
   * room.
   *
   * @param request idle
   * @param avoid the server on which it has just failed, or null
   */
  public Assignment assign(ServerRequest request, @Nullable Server avoid) {
    synchronized (lock) {
      if (!request.isIdle()) {
        throw new IllegalStateException(
            "backend '" + name() + "': assign of a request that has or awaits a slot; release it");
      }
      if (request.count()) {
        total.add(1);
      }
      if (candidates.length == 0) {
        return Assignment.NONE;
      }
      current.add(1);
      Server picked = pick(request, avoid);
      if (picked != null && picked.hasRoom()) {
        picked.takeSlot();
        request.server = picked;
        return Assignment.ASSIGNED;
      }
      enqueue(request, picked);
      return Assignment.QUEUED;
    }
  }

  /**
   * Ends whatever the request has: its slot, which goes to the one that has waited longest, or its
   * place in a queue. Does nothing if it is idle, so it is right at any time, also when a grant is
   * on its way.
   */
  public void release(ServerRequest request) {
    ServerRequest granted = null;
    synchronized (lock) {
      Server server = request.server;
      RequestQueue waiting = request.queue;
      if (server != null) {
        request.server = null;
        current.add(-1);
        granted = passOn(server);
      } else if (waiting != null) {
        waiting.remove(request);
        current.add(-1);
      }
    }
    if (granted != null) {
      granted.waiter().slotGranted();
    }
  }

  private @Nullable Server pick(ServerRequest request, @Nullable Server avoid) {
    Server candidate = avoid != null && isCandidate(avoid) ? avoid : null;
    Server picked = balancer.pick(request, candidate);
    return picked == null && candidate != null && candidate.hasRoom() ? candidate : picked;
  }

  private boolean isCandidate(Server server) {
    for (Server candidate : candidates) {
      if (candidate == server) {
        return true;
      }
    }
    return false;
  }

  private void enqueue(ServerRequest request, @Nullable Server server) {
    request.ticket = tickets++;
    if (server == null) {
      queue.add(request);
      request.joinedBackendQueue(queue.length().exact());
    } else {
      server.queue().add(request);
      request.joinedServerQueue(server.queue().length().exact());
    }
  }

  /** Gives a slot to the request that has waited longest, which is returned, or frees it. */
  private @Nullable ServerRequest passOn(Server server) {
    ServerRequest next = earlier(server.queue().first(), queue.first());
    if (next == null) {
      server.freeSlot();
      return null;
    }
    RequestQueue from = next.queue;
    if (from == null) {
      throw new IllegalStateException("backend '" + name() + "': queued request without its queue");
    }
    from.remove(next);
    server.passSlot();
    next.server = server;
    return next;
  }

  private static @Nullable ServerRequest earlier(
      @Nullable ServerRequest one, @Nullable ServerRequest other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.ticket < other.ticket ? one : other;
  }
}
