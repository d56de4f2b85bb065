package io.turnout.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.turnout.core.conn.Connection;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.ResourceLimits;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.TestLoop;
import io.turnout.core.net.ListenOptions.Ip4Clients;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule CTL-04. */
@Timeout(60)
class SocketAcceptorTest {
  private static final long REST_NANOS = 100_000_000;

  private final Loopback test = new Loopback();

  @AfterEach
  void closeAll() throws IOException {
    test.close();
  }

  @Test
  void acceptsNoMoreThanItsShareAtOnceAndTheRestLater() throws IOException {
    Listening listening = test.listen(Loopback.ANY_PORT, options(2, false, true));
    for (int i = 0; i < 5; i++) {
      test.peer(listening);
    }
    test.acceptOn(listening);
    test.until("some come in", () -> !test.accepted.isEmpty());
    assertThat(test.accepted).hasSizeLessThanOrEqualTo(2);
    test.until("all come in", () -> test.accepted.size() == 5);
  }

  @Test
  void restsWhileFullAndLosesNothing() throws IOException {
    Listening listening = test.listen();
    Acceptor acceptor = test.acceptOn(listening);
    test.full = true;
    test.peer(listening);
    test.until("it rests", () -> test.loop.turn(0) == 0);
    assertThat(test.accepted).isEmpty();
    test.full = false;
    test.settle();
    assertThat(test.accepted).isEmpty();
    acceptor.resume();
    acceptor.resume();
    test.next();
    assertThat(test.starvations).isEmpty();
  }

  @Test
  void restsForMomentWithoutDescriptorsAndTellsOnce() throws IOException {
    Listening listening = test.listen();
    test.acceptOn(listening);
    test.peer(listening);
    test.next();
    test.peer(listening);
    withoutDescriptors(() -> {
      test.until("it starves", () -> !test.starvations.isEmpty());
      assertThat(test.loop.turn(0)).isZero();
      test.skippedNanos += REST_NANOS;
      test.settle();
    });
    assertThat(test.starvations).singleElement().asString().contains("EMFILE", "ulimit -n");
    assertThat(test.accepted).isEmpty();
    test.skippedNanos += REST_NANOS;
    test.next();
  }

  /** Those behind it stay in the queue, where they lose nothing. */
  @Test
  void takesOneAtMostThatThePollerCannotWatch() throws IOException {
    TestLoop crowded = new TestLoop();
    crowded.poller.most = 1;
    Listening listening = test.listen();
    SocketAcceptor acceptor = (SocketAcceptor) listening.acceptOn(crowded.loop, test);
    for (int i = 0; i < 4; i++) {
      test.peer(listening);
    }
    acceptor.onReady(Poller.IN);
    crowded.clock.nanos += REST_NANOS;
    crowded.turn();
    acceptor.onReady(Poller.IN);
    verify(test.session, times(2)).connectionClosed(any());
    assertThat(test.accepted).isEmpty();
    acceptor.close();
  }

  @Test
  void tellsAgainOnceAcceptingHadWorked() throws IOException {
    Listening listening = test.listen();
    test.acceptOn(listening);
    for (int round = 1; round <= 2; round++) {
      int starved = round;
      test.peer(listening);
      withoutDescriptors(() -> test.until("it starves", () -> test.starvations.size() == starved));
      test.skippedNanos += REST_NANOS;
      test.next();
      // Only with this one is an empty queue heard of.
      test.peer(listening);
      test.next();
    }
  }

  @Test
  void acceptedSocketsInheritTheirOptions() throws IOException {
    Listening listening = test.listen(Loopback.ANY_PORT, options(1, true, true));
    test.acceptOn(listening);
    test.peer(listening);
    Connection connection = test.next();
    assertThat(test.option(connection, Constants.IPPROTO_TCP, Constants.TCP_NODELAY)).isOne();
    assertThat(test.option(connection, Constants.SOL_SOCKET, Constants.SO_KEEPALIVE)).isOne();
  }

  @Test
  void acceptedSocketsProbeNobodyUnlessTold() throws IOException {
    Listening listening = test.listen();
    test.acceptOn(listening);
    test.peer(listening);
    Connection connection = test.next();
    assertThat(test.option(connection, Constants.IPPROTO_TCP, Constants.TCP_NODELAY)).isOne();
    assertThat(test.option(connection, Constants.SOL_SOCKET, Constants.SO_KEEPALIVE)).isZero();
  }

  @Test
  void acknowledgementsWaitForTheAnswerIfAsked() throws IOException {
    Listening listening = test.listen(Loopback.ANY_PORT, options(1, false, false));
    test.acceptOn(listening);
    test.peer(listening);
    Connection connection = test.next();
    assertThat(test.option(connection, Constants.IPPROTO_TCP, Constants.TCP_QUICKACK)).isZero();
  }

  @Test
  void handlerThatRefusesByThrowingCostsThatSocketOnly() throws IOException {
    Listening listening = test.listen();
    test.acceptOn(listening);
    int free = test.openSockets();
    Socket refused = test.peer(listening);
    test.refusal = new IllegalStateException("broken on purpose");
    test.until("it is refused", () -> isEnded(refused));
    test.refusal = null;
    test.peer(listening);
    test.next();
    assertThat(test.openSockets()).isLessThanOrEqualTo(free + 3);
  }

  @Test
  void handlerThatThrowsOnceAcceptedLosesThatConnectionOnly() throws IOException {
    Listening listening = test.listen();
    test.acceptOn(listening);
    Socket peer = test.peer(listening);
    test.failure = new IllegalStateException("broken on purpose");
    test.until("it is closed", () -> isEnded(peer));
    Connection closed = test.accepted.remove();
    verify(test.session).connectionClosed(closed);
    test.failure = null;
    test.peer(listening);
    test.next();
  }

  @Test
  void acceptsNoMoreOnceClosed() throws IOException {
    Listening listening = test.listen();
    int living = test.loop.scheduler().living();
    Acceptor acceptor = test.acceptOn(listening);
    acceptor.close();
    acceptor.close();
    acceptor.resume();
    test.peer(listening);
    test.settle();
    assertThat(test.accepted).isEmpty();
    assertThat(test.loop.scheduler().living()).isEqualTo(living);
  }

  private static ListenOptions options(int maxAccept, boolean keepAlive, boolean quickAck) {
    return new ListenOptions(
        16, maxAccept, Ip4Clients.AS_SYSTEM, null, 0, 0, 0, null, keepAlive, quickAck, false);
  }

  private static boolean isEnded(Socket peer) {
    try {
      peer.setSoTimeout(1);
      return peer.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private void withoutDescriptors(Runnable work) {
    ResourceLimits limits = new ResourceLimits(test.kernel);
    ResourceLimits.Descriptors before = limits.descriptors();
    assertThat(limits.changeDescriptors(0, before.hard())).isZero();
    try {
      work.run();
    } finally {
      assertThat(limits.changeDescriptors(before.soft(), before.hard())).isZero();
    }
  }
}
