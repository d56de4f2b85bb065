package io.turnout.proxy.backend;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws servers, by weight and with repetition, and takes the least loaded of the drawn. */
final class RandomBalancer implements Balancer {
  private final Server[] servers;
  private final int draws;
  private final RandomGenerator random;

  RandomBalancer(Server[] servers, int draws, RandomGenerator random) {
    this.servers = servers;
    this.draws = draws;
    this.random = random;
  }

  @Override
  public @Nullable Server pick(ServerRequest request, @Nullable Server avoid) {
    int weights = 0;
    for (Server server : servers) {
      if (server.isOpen(avoid)) {
        weights += server.weight();
      }
    }
    if (weights == 0) {
      return null;
    }
    Server least = draw(weights, avoid);
    for (int i = 1; i < draws; i++) {
      Server drawn = draw(weights, avoid);
      if (drawn.isLessLoadedThan(least)) {
        least = drawn;
      }
    }
    return least;
  }

  private Server draw(int weights, @Nullable Server avoid) {
    int left = random.nextInt(weights);
    for (Server server : servers) {
      if (server.isOpen(avoid)) {
        left -= server.weight();
        if (left < 0) {
          return server;
        }
      }
    }
    throw new IllegalStateException("weights of open servers changed during a draw");
  }
}
