package io.turnout.mux.pt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.SpliceEndpoint;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PtMuxTest {
  private static final HandlerKind KIND = HandlerKind.of("test.pt");

  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          mock(Poller.class),
          Clock.SYSTEM,
          new BufferPool(4096),
          new PipePool(PipeSource.NONE));
  private final int livingAtFirst = loop.scheduler().living();
  private final MuxFactory factory = new PtMuxProvider().newFactory(new Traces());
  private final Session session = mock();
  private final CtlOps ctl = mock();
  private final List<Integer> woken = new ArrayList<>();
  private final ConnStream stream = newStream();
  private final Buffer buffer = Objects.requireNonNull(loop.buffers().take());
  private final Pipe pipe = new Pipe(-1, -1, 65536);
  private final Connection connection = Connection.accepted(loop, () -> "listener", session);
  private final SplicingFakeXprt xprt = new SplicingFakeXprt(connection);

  @BeforeEach
  void open() {
    connection.open(ctl);
    connection.installXprt(xprts());
    when(session.newStream(any(), any())).thenReturn(stream);
  }

  private XprtFactory xprts() {
    XprtFactory xprts = mock();
    when(xprts.create(connection)).thenReturn(xprt);
    return xprts;
  }

  @AfterEach
  void leavesNothingBehind() {
    connection.release();
    stream.detach();
    assertThat(connection.mux()).isNull();
    stream.free();
    loop.turn(0);
    loop.buffers().give(buffer);
    assertThat(loop.buffers().lent()).isZero();
    assertThat(loop.scheduler().living()).isEqualTo(livingAtFirst);
  }

  @Nested
  class Receiving {
    @BeforeEach
    void start() {
      install(null);
    }

    /** Rule MUX-01. */
    @Test
    void withoutRoomAsksForRoomAndTouchesNothing() {
      xprt.comes("x");
      assertThat(rcvBuf(0)).isZero();
      assertThat(stream.all(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM)).isTrue();
      assertThat(xprt.reads).isZero();
      assertThat(rcvBuf(10)).isOne();
      assertThat(stream.any(StreamFlags.WANT_ROOM)).isFalse();
    }

    /** Rules MUX-02 and MUX-03. */
    @Test
    void mayHaveMoreUntilTheEndAndNotOneCallLonger() {
      xprt.comes("ab");
      xprt.ends();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isTrue();
      assertThat(rcvBuf(1)).isOne();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isTrue();
      assertThat(stream.any(StreamFlags.EOI | StreamFlags.EOS)).isFalse();
      assertThat(rcvBuf(1)).isOne();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isFalse();
      assertThat(stream.all(StreamFlags.EOI | StreamFlags.EOS)).isTrue();
      assertThat(stream.any(StreamFlags.ERROR)).isFalse();
    }

    /** Rules MUX-02 and MUX-03. */
    @Test
    void endStaysReported() {
      xprt.ends();
      rcvBuf(1);
      rcvBuf(1);
      rcvBuf(0);
      assertThat(stream.all(StreamFlags.EOI | StreamFlags.EOS)).isTrue();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isFalse();
    }

    @Test
    void failureIsErrorAndEnd() {
      xprt.comes("last");
      xprt.fails();
      assertThat(rcvBuf(10)).isEqualTo(4);
      assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isFalse();
    }

    @Test
    void failureToSendWaitsForWhatMayBeReceived() {
      xprt.refusesSends = true;
      buffer.write(new byte[1], 0, 1);
      assertThat(stream.endpoint().sndBuf(buffer, 1, 0)).isZero();
      assertThat(stream.any(StreamFlags.ERR_PENDING)).isTrue();
      assertThat(stream.any(StreamFlags.ERROR | StreamFlags.EOS)).isFalse();
      xprt.comes("last");
      xprt.ends();
      assertThat(rcvBuf(10)).isEqualTo(4);
      assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
    }

    /** Rule MUX-04. */
    @Test
    void permitsSplicingFromTheBeginning() {
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isTrue();
      xprt.comes("spliced");
      xprt.ends();
      assertThat(splice().rcvPipe(pipe, 100)).isEqualTo(7);
      assertThat(stream.all(StreamFlags.EOI | StreamFlags.EOS)).isTrue();
      assertThat(splice().sndPipe(pipe)).isEqualTo(7);
    }

    /** Rule MUX-04. */
    @Test
    void offersNoPipesOverTransportThatCannotSplice() {
      Connection other = Connection.outgoing(loop, () -> "server");
      other.open(mock());
      XprtOps plain = mock();
      XprtFactory xprts = mock();
      when(xprts.create(other)).thenReturn(plain);
      other.installXprt(xprts);
      ConnStream second = newStream();
      assertThat(other.installMux(factory, second, null)).isTrue();
      assertThat(second.splice()).isNull();
      assertThat(second.any(StreamFlags.MAY_SPLICE)).isFalse();
      when(plain.rcvBuf(buffer, 10)).thenReturn(7);
      assertThat(second.endpoint().rcvBuf(buffer, 10, 0)).isEqualTo(7);
      second.detach();
      second.free();
    }

    /** Rule MUX-04. */
    @Test
    void withdrawsThePermissionWhenSplicingCannotBe() {
      xprt.unspliceable = true;
      assertThat(splice().rcvPipe(pipe, 100)).isZero();
      assertThat(stream.any(StreamFlags.MAY_SPLICE | StreamFlags.EOS)).isFalse();
    }
  }

  /** Rule MUX-11, and MUX-04 as far as it speaks of input. */
  @Nested
  class WithInput {
    private final Buffer input = Objects.requireNonNull(loop.buffers().take());

    @Test
    void leavesBeforeAnyOtherByte() {
      start();
      xprt.comes("new");
      xprt.ends();
      assertThat(rcvBuf(2)).isEqualTo(2);
      assertThat(rcvBuf(10)).isOne();
      assertThat(xprt.reads).isZero();
      assertThat(rcvBuf(10)).isEqualTo(3);
      assertThat(text()).isEqualTo("oldnew");
      assertThat(stream.any(StreamFlags.EOS)).isTrue();
    }

    @Test
    void permitsSplicingOnceItHasLeft() {
      start();
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isFalse();
      rcvBuf(2);
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isFalse();
      rcvBuf(1);
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isTrue();
      assertThat(loop.buffers().lent()).isOne();
    }

    @Test
    void isNotOvertakenBySplicing() {
      start();
      xprt.comes("new");
      assertThat(splice().rcvPipe(pipe, 100)).isZero();
      assertThat(xprt.reads).isZero();
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isFalse();
    }

    @Test
    void isReportedBeforeTheEndThatWasSeenAlready() {
      start();
      connection.readEnd();
      assertThat(rcvBuf(2)).isEqualTo(2);
      assertThat(stream.any(StreamFlags.EOS)).isFalse();
      assertThat(rcvBuf(10)).isOne();
      assertThat(stream.any(StreamFlags.EOS)).isTrue();
    }

    @Test
    void wakesWhoWaitsForIt() {
      start();
      stream.subscribe(WaitEvent.RETRY_RECV);
      loop.turn(0);
      assertThat(woken).containsExactly(Tasklet.WOKEN_IO);
      assertThat(xprt.waiter()).isNull();
    }

    @Test
    void passesHereOnItsWayToTheSessionsNewStream() {
      input.write("old".getBytes(US_ASCII), 0, 3);
      assertThat(connection.installMux(factory, null, input)).isTrue();
      verify(session).newStream(connection, null);
      assertThat(rcvBuf(10)).isEqualTo(3);
      assertThat(stream.any(StreamFlags.MAY_SPLICE)).isTrue();
    }

    @Test
    void staysTheCallersWhenNoStreamCanBeHad() {
      when(session.newStream(any(), any())).thenReturn(null);
      assertThat(connection.installMux(factory, null, input)).isFalse();
      loop.buffers().give(input);
    }

    @Test
    void isGivenBackWhenTheMuxIsDestroyed() {
      start();
      connection.release();
      assertThat(loop.buffers().lent()).isOne();
    }

    private void start() {
      input.write("old".getBytes(US_ASCII), 0, 3);
      assertThat(connection.installMux(factory, stream, input)).isTrue();
    }
  }

  /** Rules MUX-06 to MUX-10. */
  @Nested
  class LifeCycle {
    private final ConnStream second = newStream();

    @AfterEach
    void freeSecond() {
      connection.release();
      second.detach();
      second.free();
    }

    @Test
    void wakesTheStreamWhenTheConnectionChanged() {
      MuxOps mux = install(null);
      assertThat(mux.wake()).isTrue();
      loop.turn(0);
      assertThat(woken).containsExactly(Tasklet.WOKEN_MSG);
    }

    /** Rule MUX-13. */
    @Test
    void countsItsStreamsByUse() {
      MuxOps mux = install(null);
      assertThat(mux.usedStreams()).isOne();
      assertThat(mux.availStreams()).isZero();
      stream.detach();
      assertThat(mux.usedStreams()).isZero();
      assertThat(mux.availStreams()).isOne();
    }

    /** Rule MUX-09. */
    @Test
    void keepsTheConnectionOfSessionThatIsWhole() {
      install(null);
      stream.detach();
      verify(ctl, never()).close();
      assertThat(Objects.requireNonNull(xprt.waiter()).events()).isEqualTo(WaitEvent.RETRY_RECV);
    }

    /** Rule MUX-09. */
    @Test
    void destroysWhatIsShutOrFailedWhenTheStreamLeaves() {
      for (int bit : new int[] {ConnFlags.SOCK_RD_SH, ConnFlags.SOCK_WR_SH, ConnFlags.ERROR}) {
        Connection other = Connection.accepted(loop, () -> "listener", session);
        CtlOps socket = openOther(other);
        other.installMux(factory, second, null);
        other.set(bit);
        second.detach();
        verify(socket).close();
      }
    }

    /** Rule MUX-09. */
    @Test
    void destroysConnectionWithoutSessionWhenTheStreamLeaves() {
      Connection back = Connection.outgoing(loop, () -> "server");
      CtlOps socket = openOther(back);
      back.installMux(factory, second, null);
      second.detach();
      verify(socket).close();
    }

    /** Rule MUX-08. */
    @Test
    void servesConnectionThatFailedBeforeItGotTransport() {
      Connection back = Connection.outgoing(loop, () -> "server");
      back.fail(ConnError.EREFUSED);
      assertThat(back.installMux(factory, second, null)).isTrue();
      second.subscribe(WaitEvent.RETRY_RECV);
      second.unsubscribe(WaitEvent.RETRY_RECV);
      assertThat(second.endpoint().rcvBuf(buffer, 10, 0)).isZero();
      assertThat(second.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
      second.shut(StreamEndpoint.SHW_NORMAL | StreamEndpoint.SHR_DRAIN);
      second.detach();
      assertThat(back.mux()).isNull();
    }

    /** Rule MUX-06. */
    @Test
    void drainsWhatComesToNobodyAndWaitsAgain() {
      install(null);
      stream.detach();
      xprt.deliver(WaitEvent.RETRY_RECV);
      loop.turn(0);
      verify(ctl).drain();
      verify(ctl, never()).close();
      assertThat(Objects.requireNonNull(xprt.waiter()).events()).isEqualTo(WaitEvent.RETRY_RECV);
    }

    /** Rule MUX-06. */
    @Test
    void destroysWhenTheEndComesToNobody() {
      install(null);
      stream.detach();
      when(ctl.drain()).thenReturn(true);
      xprt.deliver(WaitEvent.RETRY_RECV);
      loop.turn(0);
      verify(ctl).close();
      verify(session).connectionClosed(connection);
    }

    /** Rule MUX-06. */
    @Test
    void endsTheConnectionWhenToldOfItsFailureWithoutStream() {
      MuxOps mux = install(null);
      stream.detach();
      connection.fail(ConnError.ERESET);
      assertThat(mux.wake()).isFalse();
      verify(ctl).close();
    }

    /** Rule MUX-07. */
    @Test
    void streamThatCameBetweenIsWokenAndNothingDestroyed() {
      MuxOps mux = install(null);
      stream.detach();
      connection.set(ConnFlags.SOCK_RD_SH);
      xprt.deliver(WaitEvent.RETRY_RECV);
      mux.attach(stream, session);
      loop.turn(0);
      assertThat(woken)
          .singleElement()
          .satisfies(why -> assertThat(why & Tasklet.WOKEN_IO).isPositive());
      verify(ctl, never()).drain();
      verify(ctl, never()).close();
      assertThat(stream.isAttached()).isTrue();
    }

    /** Rule MUX-08. */
    @Test
    void attachTakesItsOwnSubscriptionBack() {
      MuxOps mux = install(null);
      stream.detach();
      mux.attach(stream, session);
      assertThat(xprt.waiter()).isNull();
      stream.subscribe(WaitEvent.RETRY_RECV);
      assertThat(xprt.waiter()).isSameAs(stream.waitEvent());
    }

    /** Rule MUX-10. */
    @Test
    void destroyTellsTheStreamAndClosesWhatIsItsOwn() {
      MuxOps mux = install(null);
      stream.subscribe(WaitEvent.RETRY_RECV);
      mux.destroy();
      verify(ctl).close();
      assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
      assertThat(stream.waitEvent().events()).isZero();
    }

    /** Rules MUX-10 and SWAP-01. */
    @Test
    void destroyLeavesConnectionThatHasAnotherMux() {
      MuxOps old = install(null);
      MuxOps other = mock();
      MuxFactory others = mock();
      when(others.create(connection)).thenReturn(other);
      when(other.init(any(), any(), any())).thenReturn(true);
      stream.detach();
      connection.installMux(others, null, null);
      old.destroy();
      verify(ctl, never()).close();
      assertThat(connection.mux()).isSameAs(other);
      assertThat(xprt.waiter()).isNull();
      assertThat(loop.scheduler().living()).isEqualTo(livingAtFirst + 2);
      connection.close();
    }

    private CtlOps openOther(Connection opened) {
      CtlOps socket = mock();
      opened.open(socket);
      XprtFactory xprts = mock();
      when(xprts.create(opened)).thenReturn(new SplicingFakeXprt(opened));
      opened.installXprt(xprts);
      return socket;
    }
  }

  @Nested
  class Shutting {
    @BeforeEach
    void start() {
      install(null);
    }

    @Test
    void tellsTheTransportAndThenTheSocket() {
      stream.shut(StreamEndpoint.SHW_NORMAL);
      assertThat(xprt.shuts).isEqualTo("W");
      verify(ctl).shutWrite();
      assertThat(connection.any(ConnFlags.SOCK_WR_SH)).isTrue();
    }

    @Test
    void silentShutTellsNobody() {
      stream.shut(StreamEndpoint.SHW_SILENT);
      assertThat(xprt.shuts).isEqualTo("w");
      verify(ctl, never()).shutWrite();
      assertThat(connection.any(ConnFlags.SOCK_WR_SH)).isTrue();
    }

    /** Rule CTL-02. */
    @Test
    void drainsTheSocketWhereTheTransportDoesNot() {
      stream.shut(StreamEndpoint.SHR_DRAIN);
      assertThat(xprt.shuts).isEqualTo("R");
      verify(ctl).drain();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isFalse();
    }

    @Test
    void leavesTheDrainToTransportThatDoesIt() {
      xprt.shutsItself = true;
      stream.shut(StreamEndpoint.SHR_DRAIN);
      verify(ctl, never()).drain();
    }

    @Test
    void resetDrainsNothing() {
      stream.shut(StreamEndpoint.SHR_RESET);
      assertThat(xprt.shuts).isEqualTo("r");
      verify(ctl, never()).drain();
    }
  }

  /** Rule MUX-12. */
  @Test
  void isReadyExactlyWhenNothingIsAwaited() {
    MuxOps mux = install(null);
    assertThat(mux.ctl(MuxQuery.STATUS)).isOne();
    for (int bit : new int[] {ConnFlags.WAIT_L4, ConnFlags.WAIT_L6, ConnFlags.HANDSHAKE}) {
      connection.set(bit);
      assertThat(mux.ctl(MuxQuery.STATUS)).isZero();
      connection.clear(bit);
    }
  }

  @Nested
  class ExitStatus {
    @Test
    void isUnknownWhileThePeerHasNotEnded() {
      install(null);
      assertThat(connection.muxExitStatus()).isEqualTo(MuxExitStatus.UNKNOWN);
    }

    @Test
    void isSuccessOnceAllOfThePeersBytesWerePassedOn() {
      Buffer input = Objects.requireNonNull(loop.buffers().take());
      input.write(new byte[1], 0, 1);
      PtMux mux = (PtMux) factory.create(connection);
      mux.init(stream, session, input);
      connection.readEnd();
      assertThat(mux.ctl(MuxQuery.EXIT_STATUS)).isEqualTo(MuxExitStatus.UNKNOWN.ordinal());
      mux.rcvBuf(buffer, 10, 0);
      assertThat(mux.ctl(MuxQuery.EXIT_STATUS)).isEqualTo(MuxExitStatus.SUCCESS.ordinal());
    }

    @ParameterizedTest
    @CsvSource({
      "ETIMEDOUT, TIMEOUT",
      "ERESET, UNKNOWN",
      "EPIPE, UNKNOWN",
      "SYS_MEMLIM, INTERNAL",
      "PLUGIN, INTERNAL"
    })
    void tellsOfAFailureWhatTheSystemTold(ConnError reason, MuxExitStatus expected) {
      install(null);
      connection.readEnd();
      connection.failWrite(reason);
      assertThat(connection.muxExitStatus()).isEqualTo(expected);
    }
  }

  private MuxOps install(@Nullable Buffer input) {
    assertThat(connection.installMux(factory, null, input)).isTrue();
    return Objects.requireNonNull(connection.mux());
  }

  private ConnStream newStream() {
    return new ConnStream(
        loop,
        KIND,
        new TaskletHandler() {
          @Override
          public boolean run(int why) {
            woken.add(why);
            return true;
          }

          @Override
          public void failed(Throwable thrown) {
            throw new AssertionError(thrown);
          }
        });
  }

  private int rcvBuf(int max) {
    return stream.endpoint().rcvBuf(buffer, max, 0);
  }

  private SpliceEndpoint splice() {
    return Objects.requireNonNull(stream.splice());
  }

  private String text() {
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, US_ASCII);
  }
}
