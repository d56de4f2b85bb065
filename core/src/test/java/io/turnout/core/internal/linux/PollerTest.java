package io.turnout.core.internal.linux;

import static io.turnout.core.loop.Poller.ERR;
import static io.turnout.core.loop.Poller.HUP;
import static io.turnout.core.loop.Poller.IN;
import static io.turnout.core.loop.Poller.OUT;
import static io.turnout.core.loop.Poller.RDHUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.loop.Poller;
import io.turnout.core.net.Pollers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What both pollers owe to a loop. */
@ParameterizedClass
@ValueSource(strings = {"epoll", "poll"})
@Timeout(30)
class PollerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long FOREVER = -1;

  @Parameter String name = "";

  private final OpenDescriptors open = new OpenDescriptors();
  private Poller poller;

  @BeforeEach
  void openPoller() {
    poller = Pollers.open(name);
  }

  @AfterEach
  void closeAll() {
    poller.close();
    open.close();
  }

  private RecordingPollable watch(int descriptor) {
    RecordingPollable pollable = new RecordingPollable(descriptor);
    assertThat(poller.add(pollable)).isTrue();
    return pollable;
  }

  private RecordingPollable watchReads(int descriptor) {
    RecordingPollable pollable = new RecordingPollable(descriptor);
    pollable.interest = IN;
    assertThat(poller.add(pollable)).isTrue();
    poll(0);
    pollable.seen();
    return pollable;
  }

  @Test
  void tellsItsNameAndThatItSeesHalfCloses() {
    assertThat(poller.name()).isEqualTo(name);
    assertThat(poller.tellsHalfClose()).isTrue();
    assertThat(Pollers.available(name)).isTrue();
  }

  @Test
  void reportsWritableThenReadable() {
    int[] pair = open.pair();
    RecordingPollable pollable = watch(pair[0]);
    assertThat(poll(SECOND)).isOne();
    assertThat(pollable.seen()).isEqualTo(OUT);
    open.send(pair[1], "x");
    assertThat(poll(SECOND)).isOne();
    assertThat(pollable.seen()).isEqualTo(IN | OUT);
  }

  @Test
  void reportsDataThatCameBeforeItWasAdded() {
    int[] pair = open.pair();
    open.send(pair[1], "x");
    RecordingPollable pollable = watch(pair[0]);
    assertThat(poll(FOREVER)).isOne();
    assertThat(pollable.seen() & IN).isEqualTo(IN);
  }

  @Test
  void reportsHalfCloseApartFromFullClose() {
    int[] pair = open.pair();
    RecordingPollable pollable = watchReads(pair[0]);
    open.kernel.sockets().shutdown(pair[1], Constants.SHUT_WR);
    poll(SECOND);
    assertThat(pollable.seen() & (IN | RDHUP | HUP | ERR)).isEqualTo(IN | RDHUP);
    open.close(pair[1]);
    poll(SECOND);
    assertThat(pollable.seen() & (RDHUP | HUP | ERR)).isEqualTo(RDHUP | HUP);
  }

  @Test
  void reportsErrorOfRefusedConnect() {
    SocketCalls sockets = open.kernel.sockets();
    int unused = open.tcp();
    sockets.bind(unused, new Ip4Address(0x7f000001, 0));
    sockets.getsockname(unused);
    int client = open.tcp();
    assertThat(sockets.connect(client, sockets.address())).isEqualTo(-Errno.EINPROGRESS);
    RecordingPollable pollable = watch(client);
    poll(SECOND);
    assertThat(pollable.seen() & (OUT | ERR | HUP)).isEqualTo(OUT | ERR | HUP);
    assertThat(sockets.getsockopt(client, Constants.SOL_SOCKET, Constants.SO_ERROR))
        .isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void endsWithoutReportAtTimeout() {
    RecordingPollable pollable = watchReads(open.pair()[0]);
    assertThat(poll(0)).isZero();
    assertThat(poll(1)).isZero();
    assertThat(poll(2_000_000)).isZero();
    assertThat(pollable.reports).isEmpty();
  }

  @Test
  void tellsNothingToRemovedOneThoughItsDescriptorStaysOpen() {
    int[] pair = open.pair();
    RecordingPollable pollable = watchReads(pair[0]);
    poller.remove(pollable);
    poller.remove(pollable);
    open.send(pair[1], "x");
    assertThat(poll(0)).isZero();
    assertThat(pollable.reports).isEmpty();
  }

  @Test
  void watchesDescriptorAgainThatWasNotClosed() {
    int[] pair = open.pair();
    poller.remove(watchReads(pair[0]));
    open.send(pair[1], "x");
    RecordingPollable next = watch(pair[0]);
    assertThat(poll(SECOND)).isOne();
    assertThat(next.seen() & IN).isEqualTo(IN);
  }

  @Test
  void refusesDescriptorThatIsWatched() {
    RecordingPollable pollable = watchReads(open.pair()[0]);
    assertThatThrownBy(() -> poller.add(new RecordingPollable(pollable.descriptor())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("descriptor " + pollable.descriptor());
  }

  @Test
  void tellsNothingOfSameBatchToNextOwnerOfNumber() {
    int[][] pairs = {open.pair(), open.pair()};
    List<RecordingPollable> old = new ArrayList<>();
    List<RecordingPollable> fresh = new ArrayList<>();
    for (int[] pair : pairs) {
      old.add(watchReads(pair[0]));
    }
    old.get(0).onReport = () -> replace(old.get(1), fresh);
    old.get(1).onReport = () -> replace(old.get(0), fresh);
    for (int[] pair : pairs) {
      open.send(pair[1], "x");
    }

    assertThat(poll(SECOND)).isOne();

    assertThat(fresh).hasSize(1);
    RecordingPollable next = fresh.get(0);
    assertThat(next.reports).isEmpty();
    assertThat(old.get(0).reports.size() + old.get(1).reports.size()).isOne();
    old.forEach(pollable -> pollable.onReport = () -> {});
    poll(SECOND);
    assertThat(next.seen()).isEqualTo(OUT);
  }

  /** Closes the other's socket, and has a new one get its number. */
  private void replace(RecordingPollable other, List<RecordingPollable> fresh) {
    int number = other.descriptor();
    poller.remove(other);
    open.close(number);
    int[] pair = open.pair();
    int same =
        pair[0] == number
            ? number
            : open.open(open.kernel.files().fcntl(pair[0], Constants.F_DUPFD, number));
    assertThat(same).isEqualTo(number);
    fresh.add(watch(number));
  }

  @Test
  void letsHandlerRemoveItself() {
    int[] pair = open.pair();
    RecordingPollable pollable = watch(pair[0]);
    pollable.onReport = () -> poller.remove(pollable);
    assertThat(poll(SECOND)).isOne();
    open.send(pair[1], "x");
    assertThat(poll(0)).isZero();
  }

  @Test
  void deliversRestOfBatchWhenHandlersThrow() {
    List<RecordingPollable> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String text = "handler " + i;
      RecordingPollable pollable = watch(open.pair()[0]);
      all.add(pollable);
      if (i % 2 == 0) {
        pollable.onReport =
            () -> {
              throw new IllegalArgumentException(text);
            };
      }
    }
    assertThatThrownBy(() -> poll(SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(2));
    assertThat(all).allSatisfy(pollable -> assertThat(pollable.seen()).isEqualTo(OUT));

    all.forEach(pollable -> pollable.interest = IN);
    assertThat(poll(0)).isZero();
  }

  @Test
  void watchesManyDescriptors() {
    List<RecordingPollable> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(watch(open.pair()[0]));
    }
    int reported = 0;
    for (int wait = 0; wait < 3; wait++) {
      reported += poll(0);
      all.forEach(pollable -> pollable.interest = pollable.reports.isEmpty() ? OUT : 0);
    }
    assertThat(reported).isEqualTo(300);
    assertThat(all).allSatisfy(pollable -> assertThat(pollable.reports).containsExactly(OUT));
  }

  @Test
  void tellsSharedListenerUntilAllConnectionsAreTaken() {
    SocketCalls sockets = open.kernel.sockets();
    int listener = open.tcp();
    sockets.bind(listener, new Ip4Address(0x7f000001, 0));
    sockets.listen(listener, 8);
    sockets.getsockname(listener);
    RecordingPollable pollable = new RecordingPollable(listener);
    pollable.interest = IN;
    pollable.shared = true;
    assertThat(poller.add(pollable)).isTrue();
    for (int i = 0; i < 2; i++) {
      sockets.connect(open.tcp(), sockets.address());
    }
    for (int i = 0; i < 2; i++) {
      assertThat(poll(SECOND)).isOne();
      assertThat(pollable.seen()).isEqualTo(IN);
      open.open(sockets.accept4(listener, 0));
    }
    assertThat(poll(0)).isZero();
    poller.remove(pollable);
    sockets.getsockname(listener);
    sockets.connect(open.tcp(), sockets.address());
    assertThat(poll(0)).isZero();
    assertThat(poller.add(pollable)).isTrue();
    assertThat(poll(SECOND)).isOne();
  }

  @Test
  void returnsAtOnceAfterWakeupThatCameBefore() {
    poller.wakeup();
    poller.wakeup();
    assertThat(poll(FOREVER)).isZero();
  }

  @Test
  void reportsTogetherWithWakeup() {
    RecordingPollable pollable = watch(open.pair()[0]);
    poller.wakeup();
    assertThat(poll(FOREVER)).isOne();
    assertThat(pollable.seen()).isEqualTo(OUT);
  }

  @Test
  void wakesUpFromOtherThreadAgainAndAgain() throws InterruptedException {
    AtomicBoolean waiting = new AtomicBoolean();
    Thread loop = new Thread(() -> waitManyTimes(waiting));
    loop.setDaemon(true);
    loop.start();
    long limit = System.nanoTime() + 20 * SECOND;
    while (loop.isAlive() && System.nanoTime() < limit) {
      if (waiting.compareAndSet(true, false)) {
        poller.wakeup();
      }
      Thread.onSpinWait();
    }
    assertThat(loop.isAlive()).as("still waits").isFalse();
  }

  private void waitManyTimes(AtomicBoolean waiting) {
    for (int i = 0; i < 200; i++) {
      waiting.set(true);
      while (waiting.get()) {
        poll(FOREVER);
      }
    }
  }

  @Test
  void saysWhichCallFailedForClosedDescriptorOrReportsIt() {
    int[] pair = open.pair();
    open.close(pair[0]);
    RecordingPollable pollable = new RecordingPollable(pair[0]);
    if (poller.name().equals(EpollPoller.NAME)) {
      assertThatThrownBy(() -> poller.add(pollable))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("epoll", "descriptor " + pair[0], "EBADF");
    } else {
      poller.add(pollable);
      poll(SECOND);
      assertThat(pollable.seen()).isEqualTo(ERR);
    }
  }

  @Tag("allocation")
  @Test
  void allocatesNothing() {
    int[] pair = open.pair();
    RecordingPollable silent = watchReads(open.pair()[0]);
    CountingPollable busy = new CountingPollable(pair[0]);
    poller.add(busy);
    assertThat(Allocation.bytesPerRound(() -> round(pair))).isZero();
    assertThat(busy.reports).isPositive();
    assertThat(silent.reports).isEmpty();
  }

  private void round(int[] pair) {
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;
    open.kernel.sockets().send(pair[1], open.memory.address(), 1, flags);
    poll(0);
    open.kernel.sockets().recv(pair[0], open.memory.address(), 8, flags);
    poller.wakeup();
    poll(FOREVER);
    poll(0);
  }

  private int poll(long timeoutNanos) {
    poller.await(timeoutNanos);
    return poller.deliver();
  }
}
