package io.turnout.core.loop;

import static io.turnout.core.loop.Tasklet.WOKEN_TIMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Timers. */
class TaskTest {
  private static final HandlerKind KIND = HandlerKind.of("test.task");

  private final TestLoop test = new TestLoop();
  private final RecordingHandler handler = new RecordingHandler();
  private final Task task = new Task(test.loop, KIND, handler);

  @Test
  void sleepsUntilItsTime() {
    task.expireAt(100);
    turnAt(99);
    assertThat(handler.reasons).isEmpty();
    turnAt(100);
    assertThat(handler.reasons).containsExactly(WOKEN_TIMER);
    assertThat(task.expiresNanos()).isEqualTo(Task.NEVER);
    assertThat(test.loop.scheduler().timersSet()).isZero();
    turnAt(1000);
    assertThat(handler.reasons).hasSize(1);
  }

  @Test
  void movedLaterStaysWhereItIsUntilItFires() {
    task.expireAt(100);
    task.expireAt(200);
    assertThat(test.loop.nextTimerNanos()).isEqualTo(100);
    turnAt(150);
    assertThat(handler.reasons).isEmpty();
    assertThat(test.loop.nextTimerNanos()).isEqualTo(200);
    turnAt(200);
    assertThat(handler.reasons).containsExactly(WOKEN_TIMER);
  }

  @Test
  void movedEarlierFiresEarlier() {
    task.expireAt(100);
    task.expireAt(50);
    assertThat(test.loop.nextTimerNanos()).isEqualTo(50);
    turnAt(50);
    assertThat(handler.reasons).containsExactly(WOKEN_TIMER);
    turnAt(100);
    assertThat(handler.reasons).hasSize(1);
  }

  @Test
  void cancelledNeverFiresAndLeaves() {
    task.expireAt(100);
    task.expireAt(Task.NEVER);
    turnAt(100);
    assertThat(handler.reasons).isEmpty();
    assertThat(test.loop.nextTimerNanos()).isEqualTo(Task.NEVER);
  }

  @Test
  void mayBeSetAgainFromItsRun() {
    handler.behaviour =
        why -> {
          task.expireAt(test.loop.now() + 10);
          return true;
        };
    task.expireAt(10);
    turnAt(10);
    turnAt(15);
    turnAt(20);
    assertThat(handler.reasons).containsExactly(WOKEN_TIMER, WOKEN_TIMER);
    task.free();
    turnAt(100);
    assertThat(handler.reasons).hasSize(2);
  }

  @Test
  void freedTaskLeavesItsTimer() {
    task.expireAt(100);
    task.free();
    assertThat(test.loop.scheduler().timersSet()).isZero();
    turnAt(100);
    assertThat(handler.reasons).isEmpty();
    assertThat(test.livingTasklets()).isZero();
  }

  @Test
  void refusesTimeOnceFreed() {
    task.free();
    assertThatThrownBy(() -> task.expireAt(100))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test.task");
    turnAt(100);
  }

  @Test
  void loopWaitsUntilTheEarliestAndNoLonger() {
    task.expireAt(100);
    test.clock.nanos = 30;
    test.loop.turn(-1);
    test.loop.turn(20);
    test.clock.nanos = 130;
    test.loop.turn(-1);
    assertThat(test.poller.timeouts).containsExactly(70L, 20L, 0L);
  }

  @Test
  void expireInOrder() {
    List<Integer> order = new ArrayList<>();
    for (int time : new int[] {50, 10, 40, 20, 30}) {
      RecordingHandler appends = new RecordingHandler();
      appends.behaviour = why -> order.add(time);
      new Task(test.loop, KIND, appends).expireAt(time);
    }
    turnAt(100);
    assertThat(order).containsExactly(10, 20, 30, 40, 50);
  }

  @Test
  void behaveAsListOfTimesUnderRandomChanges() {
    Random random = new Random(20_261_123);
    List<Task> tasks = new ArrayList<>();
    List<Task> woken = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      RecordingHandler waking = new RecordingHandler();
      Task made = new Task(test.loop, KIND, waking);
      waking.behaviour = why -> woken.add(made);
      tasks.add(made);
    }
    long now = 0;
    for (int round = 0; round < 2_000; round++) {
      for (int change = random.nextInt(6); change > 0; change--) {
        Task changed = tasks.get(random.nextInt(tasks.size()));
        changed.expireAt(random.nextInt(8) == 0 ? Task.NEVER : now + 1 + random.nextInt(300));
      }
      now += random.nextInt(20);
      long at = now;
      List<Task> due = tasks.stream().filter(each -> each.expiresNanos() <= at).toList();
      woken.clear();
      turnAt(now);
      assertThat(woken).containsExactlyInAnyOrderElementsOf(due);
      long earliest =
          tasks.stream().map(Task::expiresNanos).min(Comparator.naturalOrder()).orElse(Task.NEVER);
      assertThat(test.loop.nextTimerNanos()).isLessThanOrEqualTo(earliest);
    }
    tasks.forEach(Tasklet::free);
    assertThat(test.loop.scheduler().timersSet()).isZero();
  }

  private void turnAt(long nanos) {
    test.clock.nanos = nanos;
    test.turn();
  }
}
