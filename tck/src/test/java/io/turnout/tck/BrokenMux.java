package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Muxes that keep every rule but one. */
enum BrokenMux {
  ENDS_WHILE_CONNECTING(
      Rule.CONN_04,
      "EOS is set while the connection waits for its transports",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvBuf(Buffer into, int max, int flags) {
              int received = super.rcvBuf(into, max, flags);
              if (received == 0 && connection.any(ConnFlags.WAIT_L4)) {
                served().reportEnd();
              }
              return received;
            }
          }),
  CLOSES_WHAT_IS_NOT_ITS_OWN(
      Rule.CONN_05,
      "a mux that the connection does not point to has closed it",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            boolean isOwner() {
              return connection.mux() != null;
            }
          }),
  SUBSCRIBES_AFTER_SUCCESS(
      Rule.SUB_01, "after an attempt that moved all it asked for", SubscribesForItself::new),
  SUBSCRIBES_BESIDE_ITS_STREAM(
      Rule.SUB_02,
      "a second subscriber",
      (conn, trace) ->
          new SubscribesForItself(conn, trace) {
            @Override
            boolean isDue(int max, int received) {
              return received == 0;
            }
          }),
  WAKES_FOR_NOTHING(
      Rule.SUB_03,
      "the stream ran 2 times",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            private @Nullable Tasklet again;

            @Override
            public void subscribe(int events, WaitEvent waiter) {
              super.subscribe(events, waiter);
              if (again == null && stream != null) {
                again = new Tasklet(connection.loop(), KIND, new Again(stream.tasklet()));
              }
              if (again != null) {
                again.wake(Tasklet.WOKEN_IO);
              }
            }

            @Override
            void release() {
              if (again != null) {
                again.free();
              }
              super.release();
            }
          }),
  UNSUBSCRIBES_WHAT_IS_NOT_SUBSCRIBED(
      Rule.SUB_04,
      "while 1 are subscribed",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void unsubscribe(int events, WaitEvent waiter) {
              super.unsubscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND, waiter);
            }
          }),
  DOES_NOT_DRAIN(
      Rule.CTL_02,
      "the peer sees a reset",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void shut(int modes) {
              super.shut(modes & ~SHR_DRAIN);
            }
          }),
  READS_WITHOUT_ROOM(
      Rule.MUX_01,
      "has asked the transport 1 times",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvBuf(Buffer into, int max, int flags) {
              XprtOps xprt = Objects.requireNonNull(connection.xprt());
              if (max == 0) {
                xprt.rcvBuf(into, 0);
              }
              return super.rcvBuf(into, max, flags);
            }
          }),
  HAS_MORE_AFTER_THE_END(
      Rule.MUX_02,
      "RCV_MORE stands beside EOS",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            void reportReceived(ConnStream served) {
              super.reportReceived(served);
              served.set(StreamFlags.RCV_MORE);
            }
          }),
  FORGETS_THE_END(
      Rule.MUX_03,
      "EOS was reported, and is gone",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvBuf(Buffer into, int max, int flags) {
              boolean ended = served().any(StreamFlags.EOS);
              int received = super.rcvBuf(into, max, flags);
              if (ended) {
                served().clear(StreamFlags.EOI | StreamFlags.EOS);
              }
              return received;
            }
          }),
  PERMITS_TO_OVERTAKE(
      Rule.MUX_04,
      "MAY_SPLICE is set, and 40 bytes wait",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            void permitSplicing(ConnStream served) {
              if (splice() != null) {
                served.set(StreamFlags.MAY_SPLICE);
              }
            }
          }),
  CLEARS_WHAT_IS_ABOUT_TO_LEAVE(
      Rule.MUX_05,
      "the bytes that the buffer held are not those before",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvBuf(Buffer into, int max, int flags) {
              int held = into.length();
              if ((flags & BUF_NOT_STUCK) != 0 && held > 0) {
                into.clear();
                into.write(new byte[held], 0, held);
              }
              return super.rcvBuf(into, max, flags);
            }
          }),
  WAITS_ONCE_WITHOUT_STREAM(
      Rule.MUX_06,
      "were not drained",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            private boolean waited;

            @Override
            void watch() {
              if (!waited) {
                waited = true;
                super.watch();
              }
            }
          }),
  IDLES_OVER_A_STREAM(
      Rule.MUX_07,
      "the stream that came between",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public boolean run(int why) {
              connection.drain();
              return true;
            }
          }),
  NEEDS_A_TRANSPORT(
      Rule.MUX_08,
      "NullPointerException",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void subscribe(int events, WaitEvent waiter) {
              Objects.requireNonNull(connection.xprt()).subscribe(events, waiter);
            }
          }),
  KEEPS_WHAT_IS_SHUT(
      Rule.MUX_09,
      "a stream leaves a connection whose",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void detach(ConnStream leaving) {
              if (connection.any(ConnFlags.BACK | ConnFlags.ERROR)) {
                super.detach(leaving);
              } else {
                stream = null;
                watch();
              }
            }
          }),
  LEAVES_ITS_TASKLET(
      Rule.MUX_10,
      "1 tasklets more than at the beginning",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            void release() {
              unwatch();
              idle = null;
              super.release();
            }
          }),
  LEAVES_ITS_INPUT_IN_THE_WRONG_PLACE(
      Rule.MUX_11,
      "rcvBuf gives none of the",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            int rcvInput(Buffer into, int max) {
              return 0;
            }
          }),
  IS_ALWAYS_READY(
      Rule.MUX_12,
      "with WAIT_L6 STATUS is 1",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public long ctl(MuxQuery query) {
              return query == MuxQuery.STATUS && !connection.any(ConnFlags.WAIT_L4)
                  ? 1
                  : super.ctl(query);
            }
          }),
  COUNTS_BY_SUBTRACTION(
      Rule.MUX_13,
      "with no stream usedStreams is 1",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            private int ever;

            @Override
            void serve(ConnStream served) {
              ever++;
              super.serve(served);
            }

            @Override
            public int usedStreams() {
              return ever;
            }
          }),
  REFUSES_IN_ITS_OWN_WORDS(
      Rule.MUX_14,
      "objection() answers CLOSING",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public SwapOutcome objection() {
              return SwapOutcome.CLOSING;
            }
          }),
  LOSES_THE_LEFTOVER(
      Rule.SWAP_01,
      "bytes that it was given at its init are lost",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public @Nullable Buffer surrenderInput() {
              return null;
            }
          }),
  FORGETS_ITS_INPUT_WHEN_RESUMED(
      Rule.SWAP_02,
      "after a swap that failed",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void resume(@Nullable ConnStream returned, @Nullable Buffer leftover) {
              super.resume(returned, null);
              if (leftover != null) {
                connection.loop().buffers().give(leftover);
              }
            }
          }),
  KEEPS_THE_INPUT_OF_FAILED_INIT(
      Rule.SWAP_02,
      "its input is not as it was",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public boolean init(
                @Nullable ConnStream existing,
                @Nullable Session session,
                @Nullable Buffer leftover) {
              boolean could = super.init(existing, session, leftover);
              if (!could && leftover != null) {
                leftover.clear();
              }
              return could;
            }
          }),
  LOSES_THE_NINTH_BYTE(
      Rule.SWAP_03,
      "is the first that differs",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public boolean init(
                @Nullable ConnStream existing,
                @Nullable Session session,
                @Nullable Buffer leftover) {
              if (existing != null && leftover != null && leftover.length() == 9) {
                leftover.removed(1);
              }
              return super.init(existing, session, leftover);
            }
          }),
  ENDS_A_STREAM_THAT_COULD_LIVE(
      Rule.SWAP_04,
      "the swap is done, and the stream has no mux",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public @Nullable ConnStream surrenderStream() {
              ConnStream surrendered = super.surrenderStream();
              if (surrendered != null && connection.any(ConnFlags.BACK)) {
                surrendered.lost();
              }
              return surrendered;
            }

            @Override
            public boolean init(
                @Nullable ConnStream existing,
                @Nullable Session session,
                @Nullable Buffer leftover) {
              boolean could = super.init(existing, session, leftover);
              if (existing != null && stream != null && leftover == null) {
                stream.lost();
              }
              return could;
            }
          }),
  HIDES_WHAT_CAME_IN_CLEAR(
      Rule.SWAP_05,
      "it keeps bytes that came in clear",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            private @Nullable Buffer hidden;

            @Override
            public @Nullable Buffer surrenderInput() {
              hidden = input;
              return null;
            }

            @Override
            public void resume(@Nullable ConnStream returned, @Nullable Buffer leftover) {
              super.resume(returned, hidden);
            }
          }),
  KEEPS_TO_THE_TRANSPORT_BEFORE(
      Rule.SWAP_05,
      "and none of them through the added transport",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            private final XprtOps first = Objects.requireNonNull(connection.xprt());

            @Override
            public int sndBuf(Buffer from, int max, int flags) {
              int sent = first.sndBuf(from, max, flags);
              reportSent();
              return sent;
            }
          }),
  DOES_NOT_GO_ON(
      Rule.SWAP_05,
      "the mux does not serve its stream",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void resume(@Nullable ConnStream returned, @Nullable Buffer leftover) {
              super.resume(null, leftover);
            }
          }),
  TRACES_WHILE_IT_IS_OFF(
      Rule.TRACE_01,
      "events were told while the source is off",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            void serve(ConnStream served) {
              super.serve(served);
              trace.emit(TraceLevel.USER, TraceSource.STREAM, "serve", null, null, null, 0);
            }
          }),
  TURNS_BYTES_AROUND(
      Rule.INV_01,
      "is the first that differs",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvBuf(Buffer into, int max, int flags) {
              int received = super.rcvBuf(into, max, flags);
              if (received == 2 && into.length() == 2) {
                byte[] bytes = {into.byteAt(1), into.byteAt(0)};
                into.clear();
                into.write(bytes, 0, 2);
              }
              return received;
            }
          }),
  ENDS_EARLY(
      Rule.INV_02,
      "EOS is set, and",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvBuf(Buffer into, int max, int flags) {
              int received = super.rcvBuf(into, max, flags);
              if (received == 2) {
                served().reportEnd();
              }
              return received;
            }
          }),
  FORGETS_THE_BUFFER(
      Rule.INV_03,
      "buffers are lent",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void destroy() {
              if (connection.any(ConnFlags.ERROR)) {
                connection.loop().buffers().take();
              }
              super.destroy();
            }
          }),
  READS_AFTER_ITS_CLOSE(
      Rule.INV_04,
      "after its close",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void destroy() {
              XprtOps xprt = connection.xprt();
              super.destroy();
              if (xprt != null && connection.mux() == null) {
                xprt.shutRead(true);
              }
            }
          }),
  SWALLOWS_SUBSCRIPTIONS(
      Rule.INV_05,
      "was not woken",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void subscribe(int events, WaitEvent waiter) {
              if (events == WaitEvent.RETRY_SEND) {
                super.subscribe(events, waiter);
              }
            }
          }),
  THROWS(
      Rule.INV_07,
      "it threw java.lang.IllegalStateException: no pipes today",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public int rcvPipe(Pipe into, int max) {
              throw new IllegalStateException("no pipes today");
            }
          }),
  SPINS(
      Rule.INV_06,
      "runs in which nothing moved",
      (conn, trace) ->
          new ReferenceMux(conn, trace, 0) {
            @Override
            public void subscribe(int events, WaitEvent waiter) {
              waiter.tasklet().wake(Tasklet.WOKEN_IO);
            }
          });

  private static final HandlerKind KIND = HandlerKind.of("tck.broken");

  final Rule rule;
  final String found;
  final BiFunction<Connection, TraceSource, MuxOps> maker;

  BrokenMux(Rule rule, String found, BiFunction<Connection, TraceSource, MuxOps> maker) {
    this.rule = rule;
    this.found = found;
    this.maker = maker;
  }

  /** Has a wait event of its own beside the stream's. */
  private static class SubscribesForItself extends ReferenceMux implements TaskletHandler {
    private @Nullable WaitEvent own;

    SubscribesForItself(Connection connection, TraceSource trace) {
      super(connection, trace, 0);
    }

    boolean isDue(int max, int received) {
      return received == max;
    }

    @Override
    public int rcvBuf(Buffer into, int max, int flags) {
      int received = super.rcvBuf(into, max, flags);
      if (max > 0 && isDue(max, received) && served().waitEvent().events() == 0) {
        if (own == null) {
          own = new WaitEvent(new Tasklet(connection.loop(), KIND, this));
        }
        if (own.events() == 0 && connection.xprt() != null) {
          subscribe(WaitEvent.RETRY_RECV, own);
        }
      }
      return received;
    }

    @Override
    void release() {
      if (own != null) {
        if (own.events() != 0) {
          unsubscribe(own.events(), own);
        }
        own.tasklet().free();
        own = null;
      }
      super.release();
    }
  }

  /** Wakes another tasklet. */
  private record Again(Tasklet of) implements TaskletHandler {
    @Override
    public boolean run(int why) {
      of.wake(why);
      return true;
    }

    @Override
    public void failed(Throwable thrown) {}
  }
}
