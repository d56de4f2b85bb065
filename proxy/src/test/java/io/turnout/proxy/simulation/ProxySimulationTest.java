package io.turnout.proxy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole proxy, seed by seed. {@code turnout.sim.first} is the first seed, {@code
 * turnout.sim.seeds} how many follow from it.
 */
class ProxySimulationTest {
  private static final long FIRST = Long.getLong("turnout.sim.first", 1);
  private static final int SEEDS = Integer.getInteger("turnout.sim.seeds", 10_000);

  private final ErrorLog log = new ErrorLog();

  @AfterEach
  void close() {
    log.close();
  }

  /** Half a minute on two idle cores. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void forwardsAllAndLeavesNothingWhateverTheNetworkDoes() throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    AtomicLong next = new AtomicLong(FIRST);
    List<Future<?>> runs = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        runs.add(pool.submit(() -> runFrom(next)));
      }
    }
    for (Future<?> run : runs) {
      rethrowFailure(run);
    }
  }

  /** Each thread takes the seed that is next; the first failure of any ends all. */
  private void runFrom(AtomicLong next) {
    long seed = next.getAndIncrement();
    while (seed < FIRST + SEEDS) {
      try {
        run(seed);
      } catch (Throwable failed) {
        next.set(FIRST + SEEDS);
        throw failed;
      }
      seed = next.getAndIncrement();
    }
  }

  private static void rethrowFailure(Future<?> run) throws Exception {
    try {
      run.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed;
    }
  }

  @Test
  void sameSeedGivesTheSameRun() {
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      assertThat(run(seed)).as("seed %d", seed).isEqualTo(run(seed));
    }
  }

  /** Rule TRACE-01. */
  @Test
  void everyLayerTellsAndChangesNothingThereby() {
    Set<String> told = new TreeSet<>();
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      ProxyWorld world = new ProxyWorld(seed);
      world.tellTo((source, level, text) -> told.add(source.name()));
      assertThat(run(seed, world)).as("seed %d", seed).isEqualTo(run(seed));
    }
    assertThat(told).contains("conn", "ctl", "loop", "pt", "raw", "stream");
  }

  private long run(long seed) {
    return run(seed, new ProxyWorld(seed));
  }

  private long run(long seed, ProxyWorld world) {
    log.clear();
    long hash = world.run();
    AssertionError logged = log.firstError();
    if (logged != null) {
      throw new AssertionError("seed " + seed + ": an error was logged", logged);
    }
    return hash;
  }
}
