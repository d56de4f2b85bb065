package io.turnout.proxy.backend;

import static io.turnout.proxy.backend.Backends.backend;
import static io.turnout.proxy.backend.Backends.hold;
import static io.turnout.proxy.backend.Backends.limited;
import static io.turnout.proxy.backend.Backends.request;
import static io.turnout.proxy.backend.Backends.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.turnout.core.address.Ip6Address;
import io.turnout.proxy.config.Balance;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackendAllocationTest {
  private static final int CALLS = 20_000;

  static List<Balance> all() {
    return BackendTest.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void assignAndReleaseAllocateNothing(Balance balance) {
    Backend backend = backend(balance, server("s1", 3), limited("s2", 5), server("s3", 1));
    Server failed = backend.servers().getFirst();
    ServerRequest ip4 = request();
    ServerRequest ip6 = request(new Ip6Address(1, 2, 3, 0));

    assertThat(
            leastAllocated(() -> {
              backend.assign(ip4, null);
              backend.assign(ip6, failed);
              backend.release(ip4);
              backend.release(ip6);
            }))
        .isZero();
  }

  @Test
  void waitingAllocatesNothing() {
    Backend backend = backend(new Balance.LeastConnections(), limited("s1", 1));
    ServerRequest holding = hold(backend);
    ServerRequest waiting = request();

    assertThat(
            leastAllocated(() -> {
              backend.assign(waiting, null);
              backend.release(holding);
              backend.assign(holding, null);
              backend.release(waiting);
            }))
        .isZero();
  }

  /** The best of a few rounds, as compilation may allocate on this thread in any one of them. */
  private static long leastAllocated(Runnable step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        step.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
