package io.turnout.examples.line;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traces;
import io.turnout.tck.FakeXprt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a line mux has that others have not. The rules for all muxes are the kit's. */
class LineMuxTest {
  private static final HandlerKind KIND = HandlerKind.of("test.line");
  private static final int MAX = 10;
  private static final int BUFFERS = 3;
  private static final int BUFFER_BYTES = 32;

  private final Clock clock = mock();
  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          mock(Poller.class),
          clock,
          new BufferPool(BUFFER_BYTES, BUFFERS),
          new PipePool(PipeSource.NONE));
  private final int livingAtFirst = loop.scheduler().living();
  private final LineMuxFactory factory = factoryOf(MAX);
  private final Session session = mock();
  private final CtlOps ctl = mock();
  private final List<Integer> woken = new ArrayList<>();
  private final ConnStream stream = newStream();
  private final Buffer buffer = take();
  private final Connection connection = Connection.accepted(loop, () -> "listener", session);
  private final FakeXprt xprt = new FakeXprt(connection);

  @BeforeEach
  void open() {
    connection.open(ctl);
    XprtFactory xprts = mock();
    when(xprts.create(connection)).thenReturn(xprt);
    connection.installXprt(xprts);
    when(session.newStream(any(), any())).thenReturn(stream);
  }

  @AfterEach
  void leavesNothingBehind() {
    connection.release();
    stream.detach();
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
      install(factory);
    }

    @Test
    void passesLinesWhenTheyAreWhole() {
      assertThat(receive("one\ntwo\nth")).isEqualTo("one\ntwo\n");
      assertThat(receive("re")).isEmpty();
      assertThat(receive("e\n")).isEqualTo("three\n");
      assertThat(loop.buffers().lent()).isOne();
    }

    @Test
    void passesALineByPartsIfRoomIsShort() {
      xprt.comes("line\nli");
      assertThat(rcvBuf(3)).isEqualTo(3);
      assertThat(factory.lines()).isZero();
      assertThat(rcvBuf(30)).isEqualTo(2);
      assertThat(factory.lines()).isOne();
      assertThat(rcvBuf(30)).isZero();
    }

    @Test
    void passesTheRestAtTheEndThoughNoLineFeedEndsIt() {
      xprt.ends();
      assertThat(receive("one\nrest")).isEqualTo("one\nrest");
      assertThat(stream.all(StreamFlags.EOI | StreamFlags.EOS)).isTrue();
      assertThat(stream.any(StreamFlags.ERROR | StreamFlags.RCV_MORE)).isFalse();
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.SUCCESS);
    }

    @Test
    void reportsTheEndOnlyWhenAllHasLeft() {
      xprt.ends();
      xprt.comes("one\nrest");
      for (int i = 0; i < 7; i++) {
        assertThat(rcvBuf(1)).isOne();
        assertThat(stream.any(StreamFlags.EOS)).isFalse();
      }
      assertThat(rcvBuf(1)).isOne();
      assertThat(stream.any(StreamFlags.EOS)).isTrue();
    }

    @Test
    void passesWhatCameBeforeAReset() {
      xprt.fails();
      assertThat(receive("one\nre")).isEqualTo("one\nre");
      assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.UNKNOWN);
    }

    @Test
    void countsLinesAsTheyLeave() {
      receive("one\n\nthree\nfo");
      assertThat(factory.lines()).isEqualTo(3);
      assertThat(described()).startsWith("LINE attached").endsWith("input=2 lines=3/3");
      receive("ur\n");
      assertThat(factory.lines()).isEqualTo(4);
    }

    @Test
    void takesALineOfJustTheGreatestLength() {
      assertThat(receive("0123456789\n")).isEqualTo("0123456789\n");
      assertThat(receive("01234")).isEmpty();
      assertThat(receive("56789")).isEmpty();
      assertThat(receive("\n")).isEqualTo("0123456789\n");
    }

    @Test
    void wakesAtOnceWhoWaitsForALineThatIsThere() {
      xprt.comes("one\n");
      rcvBuf(1);
      stream.subscribe(WaitEvent.RETRY_RECV);
      assertThat(stream.waitEvent().events()).isZero();
      loop.turn(0);
      assertThat(woken).hasSize(1);
    }

    @Test
    void sendsWhatItIsGivenWithoutALookAtLines() {
      write(buffer, "no line");
      assertThat(stream.endpoint().sndBuf(buffer, 7, 0)).isEqualTo(7);
      assertThat(xprt.sent()).isEqualTo("no line");
      assertThat(factory.lines()).isZero();
    }

    @Test
    void dropsWhatItHoldsWhenItsStreamLeaves() {
      receive("half");
      stream.detach();
      assertThat(loop.buffers().lent()).isOne();
    }
  }

  @Nested
  class TooLong {
    @BeforeEach
    void start() {
      install(factory);
    }

    @Test
    void passesTheLinesBeforeItAndNothingOfIt() {
      xprt.comes("one\ntwo\n0123456789a\nmore\n");
      assertThat(rcvBuf(6)).isEqualTo(6);
      assertThat(stream.any(StreamFlags.ERROR)).isFalse();
      assertThat(rcvBuf(20)).isEqualTo(2);
      assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
      assertThat(stream.any(StreamFlags.RCV_MORE)).isFalse();
      assertThat(text()).isEqualTo("one\ntwo\n");
      assertThat(factory.lines()).isEqualTo(2);
    }

    @Test
    void isInvalidAndStaysSo() {
      receive("01234567890");
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.INVALID);
      assertThat(receive("\nok\n")).isEmpty();
      assertThat(stream.all(StreamFlags.EOS | StreamFlags.ERROR)).isTrue();
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.INVALID);
      assertThat(loop.buffers().lent()).isOne();
    }

    @Test
    void endsTheConnectionWhenTheStreamLeaves() {
      receive("01234567890");
      stream.detach();
      verify(ctl).close();
    }

    @Test
    void isNotLeftForAMuxThatWouldPassTheRest() {
      receive("01234567890");
      assertThat(connection.swapMux(factoryOf(MAX))).isEqualTo(SwapOutcome.REFUSED);
    }

    @Test
    void isWhatDoesNotFitIntoABufferWithItsLineFeed() {
      assertThat(connection.swapMux(factoryOf(1000))).isEqualTo(SwapOutcome.DONE);
      String fits = "x".repeat(BUFFER_BYTES - 1) + "\n";
      assertThat(receive(fits)).isEqualTo(fits);
      assertThat(receive("x" + fits)).isEmpty();
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.INVALID);
    }
  }

  @Nested
  class Swapped {
    private final LineMuxFactory next = factoryOf(MAX);

    @Test
    void goesOnWithinTheLine() {
      install(factory);
      assertThat(receive("one\ntw")).isEqualTo("one\n");
      assertThat(connection.swapMux(next)).isEqualTo(SwapOutcome.DONE);
      assertThat(receive("")).isEmpty();
      assertThat(receive("o\n")).isEqualTo("two\n");
      assertThat(factory.lines()).isOne();
      assertThat(next.lines()).isOne();
    }

    @Test
    void countsALineOfWhichAPartHasLeftOnce() {
      install(factory);
      xprt.comes("one\ntwo\n");
      rcvBuf(6);
      assertThat(connection.swapMux(next)).isEqualTo(SwapOutcome.DONE);
      assertThat(rcvBuf(6)).isEqualTo(2);
      assertThat(text()).isEqualTo("one\ntwo\n");
      assertThat(factory.lines() + next.lines()).isEqualTo(2);
    }

    @Test
    void measuresTheLineFromItsBeginning() {
      install(factory);
      receive("0123456");
      connection.swapMux(next);
      assertThat(receive("789a\n")).isEmpty();
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.INVALID);
    }

    @Test
    void isAsBeforeIfTheNextOneDoesNotStart() {
      install(factory);
      assertThat(receive("one\ntw")).isEqualTo("one\n");
      MuxFactory broken = mock();
      when(broken.create(connection)).thenReturn(mock(MuxOps.class));
      assertThat(connection.swapMux(broken)).isEqualTo(SwapOutcome.FAILED);
      assertThat(receive("o\n")).isEqualTo("two\n");
      assertThat(factory.lines()).isEqualTo(2);
    }

    @Test
    void framesTheInputThatItStartsWith() {
      Buffer input = take();
      write(input, "one\ntw");
      assertThat(connection.installMux(factory, null, input)).isTrue();
      verify(session).newStream(connection, null);
      assertThat(receive("o\n")).isEqualTo("one\n");
      assertThat(receive("")).isEqualTo("two\n");
    }

    @Test
    void leavesTheInputWhereItIsIfThereIsNoStream() {
      when(session.newStream(any(), any())).thenReturn(null);
      Buffer input = take();
      write(input, "one\n");
      assertThat(connection.installMux(factory, null, input)).isFalse();
      assertThat(input.length()).isEqualTo(4);
      loop.buffers().give(input);
    }
  }

  @Nested
  class WithoutMemory {
    private final List<Buffer> taken = List.of(take(), take());

    @Test
    void triesAgainInAMomentAndNotAtOnce() {
      install(factory);
      assertThat(receive("one\n")).isEmpty();
      stream.subscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
      assertThat(Objects.requireNonNull(xprt.waiter())).isSameAs(stream.waitEvent());
      loop.turn(0);
      assertThat(woken).isEmpty();
      pass(20_000_000);
      assertThat(woken).hasSize(1);
      assertThat(stream.waitEvent().events()).isEqualTo(WaitEvent.RETRY_SEND);
      taken.forEach(loop.buffers()::give);
      assertThat(receive("")).isEqualTo("one\n");
    }

    @Test
    void forgetsWhoWaitsNoMore() {
      install(factory);
      receive("one\n");
      stream.subscribe(WaitEvent.RETRY_RECV);
      assertThat(xprt.waiter()).isNull();
      stream.unsubscribe(WaitEvent.RETRY_RECV);
      pass(20_000_000);
      assertThat(woken).isEmpty();
      taken.forEach(loop.buffers()::give);
    }

    private void pass(long nanos) {
      when(clock.nanoTime()).thenReturn(nanos);
      loop.turn(0);
    }
  }

  @Test
  void takesTheGreatestLengthFromASystemProperty() {
    System.setProperty(LineMuxProvider.MAX, "5");
    try {
      install(new LineMuxProvider().newFactory(new Traces()));
      assertThat(receive("12345\n")).isEqualTo("12345\n");
      assertThat(receive("123456")).isEmpty();
      assertThat(exitStatus()).isEqualTo(MuxExitStatus.INVALID);
      System.setProperty(LineMuxProvider.MAX, "5k");
      assertThatThrownBy(LineMuxProvider::new)
          .hasMessage(
              "system property turnout.line.max: '5k', allowed are 1 to 999999999. Correct it, or"
                  + " leave it out for 8192");
    } finally {
      System.clearProperty(LineMuxProvider.MAX);
    }
  }

  private void install(MuxFactory mux) {
    assertThat(connection.installMux(mux, null, null)).isTrue();
  }

  private MuxExitStatus exitStatus() {
    long status = Objects.requireNonNull(connection.mux()).ctl(MuxQuery.EXIT_STATUS);
    return MuxExitStatus.values()[(int) status];
  }

  private String described() {
    StringBuilder text = new StringBuilder();
    Objects.requireNonNull(connection.mux()).describe(text);
    return text.toString();
  }

  /** This comes; what reaches the stream thereby. */
  private String receive(String coming) {
    xprt.comes(coming);
    buffer.clear();
    rcvBuf(BUFFER_BYTES);
    return text();
  }

  private int rcvBuf(int max) {
    return stream.endpoint().rcvBuf(buffer, max, 0);
  }

  private String text() {
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, US_ASCII);
  }

  private Buffer take() {
    return Objects.requireNonNull(loop.buffers().take());
  }

  private static void write(Buffer into, String text) {
    into.write(text.getBytes(US_ASCII), 0, text.length());
  }

  private static LineMuxFactory factoryOf(int maxBytes) {
    return (LineMuxFactory) new LineMuxProvider(maxBytes).newFactory(new Traces());
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
}
