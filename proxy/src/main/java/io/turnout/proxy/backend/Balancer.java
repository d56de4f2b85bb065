package io.turnout.proxy.backend;

import io.turnout.proxy.config.Balance;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a backend picks a server. Used under the backend's lock; allocates nothing. */
interface Balancer {
  /**
   * Picks without taking a slot.
   *
   * @param avoid the server that has just failed, or null
   * @return a server with room; a full one if the request must wait for that one; null if it must
   *     wait for any, or if only the one to avoid could take it
   */
  @Nullable Server pick(ServerRequest request, @Nullable Server avoid);

  /**
   * The balancer that the configuration asks for.
   *
   * @param servers those to balance over, each of a weight above 0, in the order of the file
   */
  static Balancer of(Balance balance, Server[] servers, RandomGenerator random) {
    return switch (balance) {
      case Balance.RoundRobin _, Balance.StaticRoundRobin _ -> new RoundRobinBalancer(servers);
      case Balance.LeastConnections _ -> new LeastConnectionsBalancer(servers);
      case Balance.First _ -> new FirstBalancer(servers);
      case Balance.Source _ -> new SourceBalancer(servers);
      case Balance.Random(int draws) -> new RandomBalancer(servers, draws, random);
    };
  }
}
