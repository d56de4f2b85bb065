package io.turnout.core.loop;

import static io.turnout.core.loop.Tasklet.WOKEN_INIT;
import static io.turnout.core.loop.Tasklet.WOKEN_IO;
import static io.turnout.core.loop.Tasklet.WOKEN_MSG;
import static io.turnout.core.loop.Tasklet.WOKEN_RES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules TASK-01 and TASK-02. */
@Timeout(60)
class TaskletTest {
  private static final HandlerKind KIND = HandlerKind.of("test.tasklet");

  private final TestLoop test = new TestLoop();
  private final RecordingHandler handler = new RecordingHandler();
  private final Tasklet tasklet = new Tasklet(test.loop, KIND, handler);

  @Test
  void runsOnceHoweverOftenWokenAndHearsAllReasons() {
    tasklet.wake(WOKEN_IO);
    tasklet.wake(WOKEN_INIT);
    tasklet.wake(WOKEN_IO);
    assertThat(test.turn()).isOne();
    assertThat(test.turn()).isZero();
    assertThat(handler.reasons).containsExactly(WOKEN_IO | WOKEN_INIT);
  }

  @Test
  void forgetsTheReasonsOfTheRunBefore() {
    tasklet.wake(WOKEN_IO);
    test.turn();
    tasklet.wake(WOKEN_MSG);
    test.turn();
    assertThat(handler.reasons).containsExactly(WOKEN_IO, WOKEN_MSG);
  }

  @Test
  void runsAgainWhenWokenDuringItsRun() {
    handler.behaviour =
        why -> {
          if (handler.reasons.size() == 1) {
            tasklet.wake(WOKEN_RES);
          }
          return true;
        };
    tasklet.wake(WOKEN_IO);
    test.turn();
    assertThat(handler.reasons).containsExactly(WOKEN_IO, WOKEN_RES);
  }

  @Test
  void neverRunsOnceFreedThoughQueued() {
    tasklet.wake(WOKEN_IO);
    tasklet.free();
    test.turn();
    assertThat(handler.reasons).isEmpty();
    assertThat(tasklet.isFreed()).isTrue();
    assertThat(test.livingTasklets()).isZero();
  }

  @Test
  void neverRunsOnceFreedDuringItsRunThoughQueuedAgain() {
    handler.behaviour =
        why -> {
          tasklet.wake(WOKEN_MSG);
          tasklet.free();
          return false;
        };
    tasklet.wake(WOKEN_IO);
    test.turn();
    test.turn();
    assertThat(handler.reasons).containsExactly(WOKEN_IO);
    assertThat(handler.failures).isEmpty();
  }

  @Test
  void refusesWakeUpAfterFree() {
    tasklet.free();
    assertThatThrownBy(() -> tasklet.wake(WOKEN_IO))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test.tasklet");
  }

  @Test
  void refusesSecondFree() {
    tasklet.free();
    assertThatThrownBy(tasklet::free).isInstanceOf(IllegalStateException.class);
    assertThat(test.livingTasklets()).isZero();
  }

  @Test
  void handlerThatClaimsFreeWithoutFreeingFails() {
    handler.behaviour = why -> false;
    tasklet.wake(WOKEN_IO);
    test.turn();
    assertThat(handler.failures).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void remoteWakeUpWakesThePollerAndRunsIt() {
    tasklet.wakeRemotely(WOKEN_MSG);
    assertThat(test.poller.isWoken()).isTrue();
    assertThat(handler.reasons).isEmpty();
    test.turn();
    assertThat(handler.reasons).containsExactly(WOKEN_MSG);
  }

  @Test
  void remoteWakeUpDuringItsRunIsNotLost() {
    handler.behaviour =
        why -> {
          if (handler.reasons.size() == 1) {
            inOtherThread(() -> tasklet.wakeRemotely(WOKEN_MSG));
          }
          return true;
        };
    tasklet.wake(WOKEN_IO);
    test.turn();
    test.turn();
    assertThat(handler.reasons).containsExactly(WOKEN_IO, WOKEN_MSG);
  }

  @Test
  void remoteFreeTakesEffectOnTheLoop() {
    tasklet.freeRemotely();
    assertThat(tasklet.isFreed()).isFalse();
    test.turn();
    assertThat(tasklet.isFreed()).isTrue();
    tasklet.wakeRemotely(WOKEN_MSG);
    tasklet.freeRemotely();
    test.turn();
    assertThat(handler.reasons).isEmpty();
    assertThat(test.livingTasklets()).isZero();
  }

  @Test
  void remoteFreeWinsOverRemoteWakeUp() {
    tasklet.wakeRemotely(WOKEN_MSG);
    tasklet.freeRemotely();
    test.turn();
    assertThat(handler.reasons).isEmpty();
  }

  @Test
  void remotelyWokenRunInTheOrderOfTheirWakeUps() {
    StringBuilder order = new StringBuilder();
    for (String name : new String[] {"a", "b", "c"}) {
      RecordingHandler appends = new RecordingHandler();
      appends.behaviour = why -> !order.append(name).isEmpty();
      new Tasklet(test.loop, KIND, appends).wakeRemotely(WOKEN_MSG);
    }
    test.turn();
    assertThat(order).hasToString("abc");
  }

  @Test
  void noRemoteWakeUpIsLostAndNoneRunsTwiceAtOnce() throws InterruptedException {
    int rounds = 20_000;
    int threads = 3;
    AtomicLong asked = new AtomicLong();
    AtomicLong seen = new AtomicLong();
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    RecordingHandler unused = new RecordingHandler();
    Tasklet busy =
        new Tasklet(
            test.loop,
            KIND,
            new TaskletHandler() {
              @Override
              public boolean run(int why) {
                if (inside.incrementAndGet() != 1) {
                  overlapped.set(true);
                }
                seen.set(asked.get());
                inside.decrementAndGet();
                return true;
              }

              @Override
              public void failed(Throwable thrown) {
                unused.failed(thrown);
              }
            });
    Thread loop = Thread.ofPlatform().start(test.loop::run);
    Thread[] wakers = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      wakers[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < rounds; i++) {
                  asked.incrementAndGet();
                  busy.wakeRemotely(WOKEN_MSG);
                }
              });
    }
    for (Thread waker : wakers) {
      waker.join();
    }
    // Work runs in the order of the wake-ups, so the last run of the tasklet comes before it.
    test.loop.execute(test.loop::stop);
    loop.join();
    assertThat(seen).hasValue((long) rounds * threads);
    assertThat(overlapped).isFalse();
    assertThat(unused.failures).isEmpty();
  }

  private static void inOtherThread(Runnable work) {
    try {
      Thread.ofPlatform().start(work).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
