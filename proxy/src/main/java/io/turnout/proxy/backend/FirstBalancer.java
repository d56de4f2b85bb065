package io.turnout.proxy.backend;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The first, by id, that has room: the others stay idle. */
final class FirstBalancer implements Balancer {
  private final Server[] servers;

  FirstBalancer(Server[] servers) {
    this.servers = servers.clone();
    Arrays.sort(this.servers, Comparator.comparingInt(server -> server.config().id()));
  }

  @Override
  public @Nullable Server pick(ServerRequest request, @Nullable Server avoid) {
    for (Server server : servers) {
      if (server.isOpen(avoid)) {
        return server;
      }
    }
    return null;
  }
}
