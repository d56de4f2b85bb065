package io.turnout.proxy.backend;

import org.jspecify.annotations.Nullable;

/**
 * In turn, by weight, and spread: weights 3 and 1 give a, a, b, a. Each server that could be picked
 * earns its weight as credit; the richest is picked and pays what all earned.
 */
final class RoundRobinBalancer implements Balancer {
  private final Server[] servers;
  private final long[] credits;

  RoundRobinBalancer(Server[] servers) {
    this.servers = servers;
    this.credits = new long[servers.length];
  }

  @Override
  public @Nullable Server pick(ServerRequest request, @Nullable Server avoid) {
    int richest = -1;
    long earned = 0;
    for (int i = 0; i < servers.length; i++) {
      Server server = servers[i];
      if (server.isOpen(avoid)) {
        credits[i] += server.weight();
        earned += server.weight();
        if (richest < 0 || credits[i] > credits[richest]) {
          richest = i;
        }
      }
    }
    if (richest < 0) {
      return null;
    }
    credits[richest] -= earned;
    return servers[richest];
  }
}
