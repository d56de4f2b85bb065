package io.turnout.proxy.config;

/** How a backend picks a server. */
public sealed interface Balance {
  /** In turn, by weight; weights may change while running. */
  record RoundRobin() implements Balance {}

  /** In turn, by weights that do not change while running. */
  record StaticRoundRobin() implements Balance {}

  /** The one with the fewest connections for its weight. */
  record LeastConnections() implements Balance {}

  /** The first, by id, that still has a free connection. */
  record First() implements Balance {}

  /** By a hash of the client's address. */
  record Source() implements Balance {}

  /**
   * The least loaded of a few drawn at random.
   *
   * @param draws at least 1
   */
  record Random(int draws) implements Balance {
    /** Refuses fewer than one draw. */
    public Random {
      if (draws < 1) {
        throw new IllegalArgumentException("draws " + draws + " is not 1 or more");
      }
    }
  }
}
