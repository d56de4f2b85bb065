package io.turnout.core.loop;

import static io.turnout.core.loop.Tasklet.WOKEN_IO;
import static io.turnout.core.loop.WaitEvent.RETRY_RECV;
import static io.turnout.core.loop.WaitEvent.RETRY_SEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Rules SUB-02 to SUB-04, as far as they are the wait event's. */
class WaitEventTest {
  private static final HandlerKind KIND = HandlerKind.of("test.wait");

  private final TestLoop test = new TestLoop();
  private final RecordingHandler handler = new RecordingHandler();
  private final WaitEvent waiter = new WaitEvent(new Tasklet(test.loop, KIND, handler));
  private final WaitEvent other = new WaitEvent(new Tasklet(test.loop, KIND, handler));

  @Test
  void oneServesBothDirections() {
    assertThat(waiter.record(null, RETRY_RECV)).isSameAs(waiter);
    assertThat(waiter.record(waiter, RETRY_SEND)).isSameAs(waiter);
    assertThat(waiter.events()).isEqualTo(RETRY_RECV | RETRY_SEND);
  }

  @Test
  void refusesSecondSubscriberWhileOneWaits() {
    waiter.record(null, RETRY_RECV);
    assertThatThrownBy(() -> other.record(waiter, RETRY_SEND))
        .isInstanceOf(IllegalStateException.class);
    assertThat(other.events()).isZero();
  }

  @Test
  void deliveryClearsWhatIsDeliveredAndWakesOnce() {
    waiter.record(null, RETRY_RECV | RETRY_SEND);
    assertThat(waiter.deliver(RETRY_RECV)).isSameAs(waiter);
    assertThat(waiter.events()).isEqualTo(RETRY_SEND);
    assertThat(waiter.deliver(RETRY_SEND)).isNull();
    test.turn();
    assertThat(handler.reasons).containsExactly(WOKEN_IO);
  }

  @Test
  void deliversOnlyWhatIsWaitedFor() {
    waiter.record(null, RETRY_RECV);
    assertThat(waiter.deliver(RETRY_SEND)).isSameAs(waiter);
    test.turn();
    assertThat(handler.reasons).isEmpty();
    assertThat(waiter.waits(RETRY_RECV)).isTrue();
  }

  @Test
  void unsubscribedIsNotWoken() {
    waiter.record(null, RETRY_RECV | RETRY_SEND);
    assertThat(waiter.drop(waiter, RETRY_RECV)).isSameAs(waiter);
    assertThat(waiter.drop(waiter, RETRY_SEND)).isNull();
    assertThat(waiter.deliver(RETRY_RECV | RETRY_SEND)).isNull();
    test.turn();
    assertThat(handler.reasons).isEmpty();
  }

  @Test
  void unsubscribingWhatIsNotSubscribedIsRefusedWhereItHidesBug() {
    assertThat(waiter.drop(null, RETRY_RECV)).isNull();
    other.record(null, RETRY_RECV);
    assertThatThrownBy(() -> waiter.drop(other, RETRY_RECV))
        .isInstanceOf(IllegalStateException.class);
    assertThat(other.events()).isEqualTo(RETRY_RECV);
    waiter.record(null, RETRY_RECV);
    assertThatThrownBy(() -> waiter.drop(null, RETRY_RECV))
        .isInstanceOf(IllegalStateException.class);
  }
}
