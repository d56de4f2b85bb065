package io.turnout.mux.pt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.core.trace.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule TRACE-01 of the pass-through mux, and of rule MUX-10 what concerns traces. */
class PtMuxTraceTest {
  private static final HandlerKind KIND = HandlerKind.of("test.trace");

  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          mock(Poller.class),
          Clock.SYSTEM,
          new BufferPool(4096),
          new PipePool(PipeSource.NONE));
  private final Traces traces = new Traces();
  private final PtMuxFactory factory = (PtMuxFactory) new PtMuxProvider().newFactory(traces);
  private final Session session = mock();
  private final CtlOps ctl = mock();
  private final Connection connection = Connection.accepted(loop, () -> "listener", session);
  private final SplicingFakeXprt xprt = new SplicingFakeXprt(connection);
  private final ConnStream stream =
      new ConnStream(
          loop,
          KIND,
          new TaskletHandler() {
            @Override
            public boolean run(int why) {
              return true;
            }

            @Override
            public void failed(Throwable thrown) {
              throw new AssertionError(thrown);
            }
          });
  private final List<String> told = new ArrayList<>();
  private final List<String> ownerless = new ArrayList<>();

  @BeforeEach
  void install() {
    traces
        .sources()
        .getFirst()
        .start(
            TraceLevel.DEVELOPER,
            TraceVerbosity.QUIET,
            (source, level, text) -> {
              String line = level.name().toLowerCase(Locale.ROOT) + " " + text;
              told.add(line);
              if (connection.mux() == null) {
                ownerless.add(line);
              }
            });
    XprtFactory xprts = mock();
    when(xprts.create(connection)).thenReturn(xprt);
    when(session.newStream(any(), any())).thenReturn(stream);
    connection.open(ctl);
    connection.installXprt(xprts);
    assertThat(connection.installMux(factory, null, null)).isTrue();
  }

  @AfterEach
  void toldWhileTheMuxWasThere() {
    assertThat(ownerless).isEmpty();
    stream.free();
  }

  @Test
  void tellsTheLifeOfItsStream() {
    Buffer buffer = Objects.requireNonNull(loop.buffers().take());
    xprt.comes("x");
    stream.endpoint().rcvBuf(buffer, 10, 0);
    stream.endpoint().sndBuf(buffer, 1, 0);
    stream.shut(StreamEndpoint.SHW_NORMAL);
    stream.detach();
    loop.buffers().give(buffer);
    assertThat(told)
        .containsExactly(
            "user [pt|strm] serve",
            "data [pt|rx] rcvBuf",
            "data [pt|tx] sndBuf",
            "proto [pt|strm] shut",
            "user [pt|strm] detach",
            "user [pt|conn] destroy");
  }

  /** Rule MUX-10. */
  @Test
  void tellsNothingAfterItDestroyedItself() {
    stream.detach();
    connection.clear(ConnFlags.NOTIFY);
    int before = connection.flags();
    connection.readEnd();
    assertThat(connection.notifyMux(before, false)).isFalse();
    assertThat(told).last().isEqualTo("user [pt|conn] destroy");
    assertThat(told).containsOnlyOnce("user [pt|conn] destroy");
  }
}
