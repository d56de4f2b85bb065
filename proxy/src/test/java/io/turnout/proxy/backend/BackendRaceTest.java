package io.turnout.proxy.backend;

import static io.turnout.proxy.backend.Backends.CLIENT;
import static io.turnout.proxy.backend.Backends.backend;
import static io.turnout.proxy.backend.Backends.limited;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.config.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several threads at one small backend, so that most requests wait, and some give up. */
class BackendRaceTest {
  private static final int THREADS = 6;
  private static final int REQUESTS = 5_000;
  private static final int LIMIT = 2;

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger gaveUp = new AtomicInteger();
  private final Map<String, AtomicInteger> inUse = new ConcurrentHashMap<>();

  static List<Balance> all() {
    return BackendTest.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyRequestEndsOnceAndNoServerHasMoreThanItsLimit(Balance balance) throws Exception {
    Backend backend = backend(balance, limited("s1", LIMIT), limited("s2", LIMIT));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RandomGenerator random = new SplittableRandom(i);
        runs.add(threads.submit(() -> useAll(backend, random)));
      }
      for (Future<?> run : runs) {
        run.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(served.get() + gaveUp.get()).isEqualTo(THREADS * REQUESTS);
    assertThat(served).hasPositiveValue();
    assertThat(gaveUp).hasPositiveValue();
    assertThat(backend.total()).isEqualTo(THREADS * REQUESTS);
    assertThat(backend.current()).isZero();
    assertThat(backend.queueLength()).isZero();
    for (Server server : backend.servers()) {
      assertThat(server.current()).isZero();
      assertThat(server.queueLength()).isZero();
    }
  }

  private void useAll(Backend backend, RandomGenerator random) {
    for (int i = 0; i < REQUESTS; i++) {
      use(backend, random.nextInt(4));
    }
  }

  private void use(Backend backend, int patience) {
    Semaphore granted = new Semaphore(0);
    ServerRequest request = new ServerRequest(granted::release, CLIENT);
    Assignment assignment = backend.assign(request, null);
    if (assignment == Assignment.QUEUED && !isGranted(granted, patience)) {
      backend.release(request);
      assertThat(request.server()).isNull();
      gaveUp.incrementAndGet();
      return;
    }
    Server server = request.server();
    assertThat(server).as("server of a request that was granted").isNotNull();
    AtomicInteger used = inUse.computeIfAbsent(server.name(), _ -> new AtomicInteger());
    assertThat(used.incrementAndGet()).isBetween(1, LIMIT);
    Thread.yield();
    used.decrementAndGet();
    backend.release(request);
    served.incrementAndGet();
  }

  /** With patience 0 it gives up at once, which races with grants; else a lost grant fails. */
  private static boolean isGranted(Semaphore granted, int patience) {
    if (patience == 0) {
      Thread.yield();
      return granted.tryAcquire();
    }
    try {
      assertThat(granted.tryAcquire(10, TimeUnit.SECONDS)).as("grant came").isTrue();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
