package io.turnout.core.loop;

import static io.turnout.core.loop.Tasklet.WOKEN_MSG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order, the budget and the accounts of runs; rule TASK-02. */
class SchedulerTest {
  private static final HandlerKind KIND = HandlerKind.of("test.scheduler");

  private final TestLoop test = new TestLoop();
  private final Scheduler scheduler = test.loop.scheduler();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsInTheOrderOfWakeUps() {
    Tasklet first = appending("first", KIND);
    Tasklet second = appending("second", KIND);
    second.wake(WOKEN_MSG);
    first.wake(WOKEN_MSG);
    second.wake(WOKEN_MSG);
    test.turn();
    assertThat(ran).containsExactly("second", "first");
  }

  @Test
  void whatIsWokenMeanwhileRunsInTheSameTurnAfterTheOthers() {
    RecordingHandler waking = new RecordingHandler();
    Tasklet first = new Tasklet(test.loop, KIND, waking);
    Tasklet second = appending("second", KIND);
    Tasklet third = appending("third", KIND);
    waking.behaviour =
        why -> {
          third.wake(WOKEN_MSG);
          return true;
        };
    first.wake(WOKEN_MSG);
    second.wake(WOKEN_MSG);
    assertThat(test.turn()).isEqualTo(3);
    assertThat(ran).containsExactly("second", "third");
  }

  @Test
  void taskletThatAlwaysWakesItselfLeavesTurnsToThePoller() {
    RecordingHandler restless = new RecordingHandler();
    Tasklet tasklet = new Tasklet(test.loop, KIND, restless);
    restless.behaviour =
        why -> {
          tasklet.wake(WOKEN_MSG);
          return true;
        };
    tasklet.wake(WOKEN_MSG);
    int budget = test.loop.turn(-1);
    assertThat(budget).isPositive();
    assertThat(test.loop.turn(-1)).isEqualTo(budget);
    // With something left to run the poller only looks.
    assertThat(test.poller.timeouts).containsExactly(0L, 0L);
    tasklet.free();
  }

  @Test
  void oneLongRunComesInATurnAndAfterTheOthers() {
    heavy("first long");
    heavy("second long");
    Tasklet shortRun = appending("short", KIND);
    shortRun.wake(WOKEN_MSG);
    assertThat(scheduler.queued()).isEqualTo(3);
    assertThat(test.loop.turn(-1)).isEqualTo(2);
    assertThat(ran).containsExactly("short", "first long");
    shortRun.wake(WOKEN_MSG);
    assertThat(test.loop.turn(-1)).isEqualTo(2);
    assertThat(ran).containsExactly("short", "first long", "short", "second long");
    assertThat(scheduler.queued()).isZero();
    // With a long run left the poller only looks.
    assertThat(test.poller.timeouts).containsExactly(0L, 0L);
  }

  @Test
  void longRunThatWakesItselfLetsTheNextGoFirst() {
    Tasklet restless = heavy("restless");
    heavy("next");
    test.turn();
    restless.wake(WOKEN_MSG);
    test.turn();
    test.turn();
    assertThat(ran).containsExactly("restless", "next", "restless");
  }

  @Test
  void longRunsHaveTheirTurnHoweverMuchElseThereIs() {
    RecordingHandler restless = new RecordingHandler();
    Tasklet tasklet = new Tasklet(test.loop, KIND, restless);
    restless.behaviour =
        why -> {
          ran.add("short");
          tasklet.wake(WOKEN_MSG);
          return true;
        };
    tasklet.wake(WOKEN_MSG);
    heavy("first long");
    heavy("second long");
    test.turn();
    test.turn();
    assertThat(ran).containsExactly("short", "first long", "short", "second long");
    tasklet.free();
  }

  @Test
  void freedTaskletTakesNoLongRunFromTheNext() {
    heavy("never").free();
    heavy("next");
    test.turn();
    assertThat(ran).containsExactly("next");
  }

  @Test
  void taskletThatIsNoLongerHeavyRunsWithTheOthersFromTheNextWakeUpOn() {
    Tasklet tasklet = heavy("lightened");
    heavy("long");
    tasklet.heavy(false);
    test.turn();
    assertThat(ran).containsExactly("lightened");
    tasklet.wake(WOKEN_MSG);
    test.turn();
    assertThat(ran).containsExactly("lightened", "lightened", "long");
  }

  private Tasklet heavy(String name) {
    Tasklet tasklet = appending(name, KIND);
    tasklet.heavy(true);
    tasklet.wake(WOKEN_MSG);
    return tasklet;
  }

  @Test
  void accountsRunsToTheirKind() {
    HandlerKind other = HandlerKind.of("test.other");
    Tasklet mine = appending("mine", KIND);
    Tasklet others = appending("others", other);
    mine.wake(WOKEN_MSG);
    test.turn();
    mine.wake(WOKEN_MSG);
    others.wake(WOKEN_MSG);
    test.turn();
    assertThat(scheduler.runs(KIND)).isEqualTo(2);
    assertThat(scheduler.runs(other)).isOne();
    assertThat(scheduler.runNanos(KIND)).isZero();
  }

  @Test
  void accountsForAnyNumberOfKinds() {
    List<HandlerKind> kinds = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      kinds.add(HandlerKind.of("test.many"));
      appending("many", kinds.getLast()).wake(WOKEN_MSG);
    }
    assertThat(scheduler.runs(kinds.getLast())).isZero();
    test.turn();
    assertThat(kinds).allMatch(kind -> scheduler.runs(kind) == 1);
    assertThat(HandlerKind.all()).containsAll(kinds);
  }

  @Test
  void freedTaskletCountsAsNoRun() {
    Tasklet tasklet = appending("never", KIND);
    tasklet.wake(WOKEN_MSG);
    tasklet.free();
    test.turn();
    assertThat(scheduler.runs(KIND)).isZero();
    assertThat(scheduler.queued()).isZero();
  }

  @Test
  void takesTheTimeOfRunsWhileProfiling() {
    Tasklet tasklet = appending("timed", KIND);
    scheduler.profiling(true);
    tasklet.wake(WOKEN_MSG);
    test.turn();
    long once = scheduler.runNanos(KIND);
    assertThat(once).isPositive();
    scheduler.profiling(false);
    tasklet.wake(WOKEN_MSG);
    test.turn();
    assertThat(scheduler.runNanos(KIND)).isEqualTo(once);
  }

  @Test
  void runThatSwitchesProfilingOnIsNotTimed() {
    RecordingHandler switching = new RecordingHandler();
    switching.behaviour =
        why -> {
          scheduler.profiling(true);
          return true;
        };
    new Tasklet(test.loop, KIND, switching).wake(WOKEN_MSG);
    test.turn();
    assertThat(scheduler.runNanos(KIND)).isZero();
  }

  @Test
  void handlerThatThrowsIsToldAndTheOthersRun() {
    RuntimeException thrown = new IllegalArgumentException("broken on purpose");
    RecordingHandler broken = new RecordingHandler();
    broken.behaviour =
        why -> {
          throw thrown;
        };
    Tasklet tasklet = new Tasklet(test.loop, KIND, broken);
    tasklet.wake(WOKEN_MSG);
    appending("next", KIND).wake(WOKEN_MSG);
    test.turn();
    assertThat(broken.failures).containsExactly(thrown);
    assertThat(ran).containsExactly("next");
    broken.behaviour = why -> true;
    tasklet.wake(WOKEN_MSG);
    test.turn();
    assertThat(broken.reasons).hasSize(2);
  }

  @Test
  void handlerThatThrowsWhenToldDoesNotStopTheOthers() {
    Tasklet broken =
        new Tasklet(
            test.loop,
            KIND,
            new TaskletHandler() {
              @Override
              public boolean run(int why) {
                throw new StackOverflowError("broken on purpose");
              }

              @Override
              public void failed(Throwable thrown) {
                throw new IllegalStateException("broken again", thrown);
              }
            });
    broken.wake(WOKEN_MSG);
    appending("next", KIND).wake(WOKEN_MSG);
    test.turn();
    assertThat(ran).containsExactly("next");
  }

  private Tasklet appending(String name, HandlerKind kind) {
    RecordingHandler handler = new RecordingHandler();
    handler.behaviour = why -> ran.add(name);
    return new Tasklet(test.loop, kind, handler);
  }
}
