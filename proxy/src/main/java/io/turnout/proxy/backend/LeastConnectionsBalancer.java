package io.turnout.proxy.backend;

import org.jspecify.annotations.Nullable;

/** The one with the fewest connections for its weight; equals take turns. */
final class LeastConnectionsBalancer implements Balancer {
  private final Server[] servers;
  private int start;

  LeastConnectionsBalancer(Server[] servers) {
    this.servers = servers;
  }

  @Override
  public @Nullable Server pick(ServerRequest request, @Nullable Server avoid) {
    Server least = null;
    int leastAt = 0;
    for (int i = 0, at = start; i < servers.length; i++, at = after(at)) {
      Server server = servers[at];
      if (server.isOpen(avoid) && (least == null || server.isLessLoadedThan(least))) {
        least = server;
        leastAt = at;
      }
    }
    if (least != null) {
      start = after(leastAt);
    }
    return least;
  }

  private int after(int index) {
    return index + 1 == servers.length ? 0 : index + 1;
  }
}
