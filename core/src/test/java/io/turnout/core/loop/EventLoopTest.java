package io.turnout.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {
  private final TestLoop test = new TestLoop();

  @Test
  void runsWorkOfOtherThreadsOnItsOwn() throws InterruptedException {
    Thread thread = Thread.ofPlatform().start(test.loop::run);
    List<Boolean> own = new ArrayList<>();
    CountDownLatch ran = new CountDownLatch(1);
    test.loop.execute(() -> {
      own.add(test.loop.isCurrent());
      own.add(Thread.currentThread() == thread);
      ran.countDown();
    });
    assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(own).containsExactly(true, true);
    assertThat(test.loop.isCurrent()).isFalse();
    test.loop.stop();
    thread.join();
  }

  @Test
  void workOfManyThreadsRunsOnceEachAndInTheOrderOfEach() throws InterruptedException {
    int each = 5_000;
    int[] next = new int[3];
    List<String> disorder = new ArrayList<>();
    Thread loop = Thread.ofPlatform().start(test.loop::run);
    Thread[] threads = new Thread[next.length];
    for (int t = 0; t < threads.length; t++) {
      int mine = t;
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  int number = i;
                  test.loop.execute(() -> {
                    if (next[mine]++ != number) {
                      disorder.add(mine + ":" + number);
                    }
                  });
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    test.loop.execute(test.loop::stop);
    loop.join();
    assertThat(disorder).isEmpty();
    assertThat(next).containsOnly(each);
  }

  /** Who is accepted after a quiet time does not come with its time-out behind it. */
  @Test
  void reportsAreDeliveredAtTheTimeAtWhichTheWaitEnded() {
    List<Long> seen = new ArrayList<>();
    test.poller.whileWaiting = () -> test.clock.nanos += 5_000;
    test.poller.onDelivery = () -> seen.add(test.loop.now() - test.clock.nanoTime());
    test.turn();
    assertThat(seen).containsExactly(0L);
  }

  @Test
  void workThatThrowsDoesNotCostTheRest() {
    List<String> ran = new ArrayList<>();
    test.loop.execute(() -> {
      throw new IllegalStateException("broken on purpose");
    });
    test.loop.execute(() -> ran.add("second"));
    test.turn();
    assertThat(ran).containsExactly("second");
  }

  @Test
  void stopEndsWaitAtOnce() throws InterruptedException {
    Thread thread = Thread.ofPlatform().start(test.loop::run);
    test.loop.stop();
    thread.join();
    assertThat(test.loop.isCurrent()).isFalse();
  }

  @Test
  void knowsTheTimeOfItsTurn() {
    test.clock.nanos = 42;
    test.turn();
    test.clock.nanos = 50;
    assertThat(test.loop.now()).isEqualTo(42);
  }

  @Test
  void waitsWithoutLimitOnlyWhenNothingIsDue() {
    test.loop.turn(5);
    test.loop.execute(() -> {});
    test.loop.turn(-1);
    assertThat(test.poller.timeouts).containsExactly(5L, 0L);
  }
}
