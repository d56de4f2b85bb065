package io.turnout.xprt.raw;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.core.trace.Traces;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class RawXprtTest {
  private static final HandlerKind KIND = HandlerKind.of("test.raw");
  private static final int CAPACITY = 10;

  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          Mockito.mock(Poller.class),
          Clock.SYSTEM,
          new BufferPool(4096),
          new PipePool(PipeSource.NONE));
  private final Connection connection = Connection.outgoing(loop, () -> "server");
  private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY);
  private final Buffer buffer = new Buffer(memory);
  private final Pipe pipe = new Pipe(-1, -1, 65536);
  private final FakeCtl ctl = new FakeCtl(connection, memory);
  private final Traces traces = new Traces();
  private final XprtOps xprt;
  private final SpliceXprt splice;

  RawXprtTest() {
    connection.open(ctl);
    connection.installXprt(new RawXprtProvider().newFactory(traces));
    xprt = connection.xprt();
    splice = (SpliceXprt) xprt;
  }

  /** Rule XPRT-04. */
  @Test
  void makesOneAttemptWhenTheReadIsShort() {
    ctl.coming = "blah";
    assertThat(xprt.rcvBuf(buffer, CAPACITY)).isEqualTo(4);
    assertThat(text()).isEqualTo("blah");
    assertThat(xprt.rcvBuf(buffer, buffer.room())).isZero();
    assertThat(ctl.reads).isOne();
  }

  /** Rule XPRT-03. */
  @Test
  void reportsDataAndEndOfStreamByTheSameCallAndReadsNoMore() {
    ctl.coming = "blah";
    ctl.ended = true;
    assertThat(xprt.rcvBuf(buffer, CAPACITY)).isEqualTo(4);
    assertThat(connection.any(ConnFlags.SOCK_RD_SH)).isTrue();
    assertThat(ctl.reads).isEqualTo(2);
    assertThat(xprt.rcvBuf(buffer, buffer.room())).isZero();
    assertThat(splice.rcvPipe(pipe, 100)).isZero();
    assertThat(ctl.reads).isEqualTo(2);
  }

  /** They may be an end in good order, as TLS has one. */
  @Test
  void handsUpBytesBeforeItHearsOfAFailure() {
    ctl.coming = "blah";
    ctl.failing = true;
    assertThat(xprt.rcvBuf(buffer, CAPACITY)).isEqualTo(4);
    assertThat(connection.any(ConnFlags.ERROR | ConnFlags.SOCK_RD_SH)).isFalse();
    assertThat(xprt.rcvBuf(buffer, buffer.room())).isZero();
    assertThat(connection.error()).isEqualTo(ConnError.ERESET);
    assertThat(ctl.reads).isEqualTo(2);
  }

  @Test
  void readsNoMoreThanIsAskedFor() {
    ctl.coming = "0123456789";
    assertThat(xprt.rcvBuf(buffer, 4)).isEqualTo(4);
    assertThat(text()).isEqualTo("0123");
    assertThat(ctl.reads).isOne();
  }

  @Test
  void readsIntoBothPiecesOfWrappedRoom() {
    buffer.write("01234567".getBytes(US_ASCII), 0, 8);
    buffer.removed(6);
    ctl.coming = "abcdefgh";
    assertThat(xprt.rcvBuf(buffer, buffer.room())).isEqualTo(8);
    assertThat(text()).isEqualTo("67abcdefgh");
    assertThat(ctl.reads).isEqualTo(2);
  }

  @Test
  void fullBufferIsNoEndOfStream() {
    ctl.coming = "0123456789abc";
    ctl.ended = true;
    assertThat(xprt.rcvBuf(buffer, 1000)).isEqualTo(CAPACITY);
    assertThat(xprt.rcvBuf(buffer, 1000)).isZero();
    assertThat(splice.rcvPipe(pipe, 0)).isZero();
    assertThat(connection.any(ConnFlags.SOCK_RD_SH)).isFalse();
    assertThat(ctl.reads).isOne();
  }

  @Test
  void sendsBothPiecesAndSaysThatMoreFollows() {
    buffer.write("01234567".getBytes(US_ASCII), 0, 8);
    buffer.removed(6);
    buffer.write("abcdef".getBytes(US_ASCII), 0, 6);
    assertThat(xprt.sndBuf(buffer, buffer.length(), 0)).isEqualTo(8);
    assertThat(ctl.sent).isEqualTo("67abcdef");
    assertThat(ctl.flags).containsExactly(XprtOps.MORE, 0);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void sendsNoMoreThanIsAskedForAndPassesTheFlag() {
    buffer.write("01234567".getBytes(US_ASCII), 0, 8);
    assertThat(xprt.sndBuf(buffer, 3, XprtOps.MORE)).isEqualTo(3);
    assertThat(ctl.sent).isEqualTo("012");
    assertThat(ctl.flags).containsExactly(XprtOps.MORE);
    assertThat(text()).isEqualTo("34567");
  }

  @Test
  void sendsWhatThereIsWhenMoreIsAskedFor() {
    buffer.write("012".getBytes(US_ASCII), 0, 3);
    assertThat(xprt.sndBuf(buffer, 100, 0)).isEqualTo(3);
    assertThat(ctl.writes).isOne();
    assertThat(ctl.flags).containsExactly(0);
  }

  @Test
  void keepsWhatTheSocketDoesNotTake() {
    ctl.room = 5;
    buffer.write("01234567".getBytes(US_ASCII), 0, 8);
    assertThat(xprt.sndBuf(buffer, 8, 0)).isEqualTo(5);
    assertThat(text()).isEqualTo("567");
    assertThat(xprt.sndBuf(buffer, 3, 0)).isZero();
    assertThat(ctl.writes).isOne();
  }

  @Test
  void makesNoAttemptOnceTheConnectionHasFailed() {
    connection.fail(ConnError.ERESET);
    buffer.write("012".getBytes(US_ASCII), 0, 3);
    pipe.added(3);
    assertThat(xprt.sndBuf(buffer, 3, 0)).isZero();
    assertThat(splice.sndPipe(pipe)).isZero();
    assertThat(xprt.rcvBuf(buffer, 3)).isZero();
    assertThat(splice.rcvPipe(pipe, 3)).isZero();
    assertThat(ctl.reads + ctl.writes).isZero();
  }

  @Test
  void splicesOneAttemptInAndAllOut() {
    ctl.coming = "01234567";
    assertThat(splice.rcvPipe(pipe, 100)).isEqualTo(8);
    assertThat(ctl.reads).isOne();
    assertThat(splice.sndPipe(pipe)).isEqualTo(8);
    assertThat(pipe.isEmpty()).isTrue();
  }

  @Test
  void saysThatSocketCannotBeSpliced() {
    ctl.unspliceable = true;
    assertThat(splice.rcvPipe(pipe, 100)).isEqualTo(-1);
  }

  @Test
  void readinessIsTheControlLayers() {
    WaitEvent waiter = new WaitEvent(new Tasklet(loop, KIND, Mockito.mock(TaskletHandler.class)));
    xprt.subscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND, waiter);
    xprt.unsubscribe(WaitEvent.RETRY_SEND, waiter);
    assertThat(ctl.subscribed).isEqualTo(WaitEvent.RETRY_RECV);
  }

  /** Rule CTL-02: the caller drains the socket. */
  @Test
  void leavesTheShutsToTheSocket() {
    assertThat(xprt.shutRead(true)).isFalse();
    xprt.shutWrite(true);
    assertThat(ctl.reads + ctl.writes).isZero();
  }

  @Test
  void tellsWhatMoved() {
    List<String> told = new ArrayList<>();
    TraceSource source = traces.source("raw", "");
    source.start(
        TraceLevel.DATA, TraceVerbosity.CLEAN, (from, level, text) -> told.add(text.toString()));
    ctl.coming = "blah";
    xprt.rcvBuf(buffer, CAPACITY);
    xprt.sndBuf(buffer, 4, 0);
    assertThat(told).containsExactly("[raw|rx] rcvBuf n=4", "[raw|tx] sndBuf n=4");
  }

  private String text() {
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, US_ASCII);
  }
}
