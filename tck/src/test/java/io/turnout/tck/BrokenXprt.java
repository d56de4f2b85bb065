package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Transports that keep every rule but one. */
enum BrokenXprt {
  NEVER_READY(
      Rule.CONN_02,
      "a wait bit stands",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public void shutWrite(boolean clean) {
              connection.set(ConnFlags.WAIT_L6);
            }
          }),
  PROVES_NOTHING(
      Rule.CONN_03,
      "WAIT_L4 stands",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public int sndBuf(Buffer from, int max, int flags) {
              int waits = connection.flags() & ConnFlags.WAIT_L4;
              int sent = super.sndBuf(from, max, flags);
              connection.set(waits);
              return sent;
            }
          }),
  ENDS_WHILE_CONNECTING(
      Rule.CONN_04,
      "before the connection is up",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public int rcvBuf(Buffer into, int max) {
              int received = super.rcvBuf(into, max);
              if (received == 0 && connection.any(ConnFlags.WAIT_L4)) {
                connection.readEnd();
              }
              return received;
            }
          }),
  FORGETS_ONE_DIRECTION(
      Rule.SUB_02,
      "bytes came, and receiving was not delivered",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public void subscribe(int events, WaitEvent waiter) {
              int before = waiter.events();
              if (before != 0 && before != events) {
                super.unsubscribe(before, waiter);
              }
              super.subscribe(events, waiter);
            }
          }),
  WAKES_TWICE(
      Rule.SUB_03,
      "one delivery woke 2 times",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public void subscribe(int events, WaitEvent waiter) {
              waiter.tasklet().wake(Tasklet.WOKEN_IO);
              super.subscribe(events, waiter);
            }
          }),
  KEEPS_WHAT_IS_TAKEN_BACK(
      Rule.SUB_04,
      "unsubscribed",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public void unsubscribe(int events, WaitEvent waiter) {
              super.unsubscribe(events & WaitEvent.RETRY_SEND, waiter);
            }
          }),
  SAYS_THAT_IT_DRAINED(
      Rule.CTL_02,
      "the peer sees a reset",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public boolean shutRead(boolean drain) {
              return drain;
            }
          }),
  READS_AFTER_THE_END(
      Rule.XPRT_03,
      "recv after read 0",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            boolean mayReceive() {
              return ctl.mayRecv();
            }
          }),
  REPORTS_THE_END_LATER(
      Rule.XPRT_03,
      "is not reported with them",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public int rcvBuf(Buffer into, int max) {
              int room = Math.min(max, into.contiguousRoom());
              int count = mayReceive() && room > 0 ? ctl.recv(into.tailAddress(), room) : 0;
              into.added(count);
              return count;
            }
          }),
  READS_UNTIL_THERE_IS_NOTHING(
      Rule.XPRT_04,
      "recv was called 1 times more",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            boolean mayReceive() {
              return !connection.any(ConnFlags.SOCK_RD_SH);
            }
          }),
  FORGETS_WHO_WAITS(
      Rule.XPRT_05,
      "who waits for it was not woken",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            private @Nullable WaitEvent kept;

            @Override
            public void subscribe(int events, WaitEvent waiter) {
              super.subscribe(events, waiter);
              kept = waiter;
            }

            @Override
            public void close() {
              if (kept != null && kept.events() != 0) {
                super.unsubscribe(kept.events(), kept);
              }
            }
          }),
  TRACES_WHILE_IT_IS_OFF(
      Rule.TRACE_01,
      "events were told while the source is off",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public void close() {
              trace.emit(TraceLevel.USER, TraceSource.CONNECTION, "close", null, null, null, 0);
            }
          }),
  LOSES_WHAT_WAS_NOT_SENT(
      Rule.INV_01,
      "sndBuf answers",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public int sndBuf(Buffer from, int max, int flags) {
              int sent = super.sndBuf(from, max, flags);
              if (sent > 0 && !from.isEmpty()) {
                from.removed(1);
              }
              return sent;
            }
          }),
  LEAVES_A_BUFFER(
      Rule.INV_03,
      "buffers are lent",
      (conn, trace) ->
          new ReferenceXprt(conn, trace) {
            @Override
            public void close() {
              if (connection.any(ConnFlags.ERROR)) {
                connection.loop().buffers().take();
              }
            }
          });

  final Rule rule;
  final String found;
  final BiFunction<Connection, TraceSource, XprtOps> maker;

  BrokenXprt(Rule rule, String found, BiFunction<Connection, TraceSource, XprtOps> maker) {
    this.rule = rule;
    this.found = found;
    this.maker = maker;
  }
}
