package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import java.util.function.BiFunction;

/** Dialogues, and what runs them, that keep every rule but one. */
enum BrokenHandshake {
  LETS_BYTES_PASS(
      Rule.CONN_02,
      "bytes leave, and HANDSHAKE stands",
      runs((conn, dialogue) ->
          new ReferenceRunner(conn, dialogue) {
            @Override
            public int sndBuf(Buffer from, int max, int flags) {
              return below.sndBuf(from, max, flags);
            }
          })),
  LEAVES_A_WAIT_BIT(
      Rule.CONN_02,
      "a wait bit stands",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            void tell(String name) {
              super.tell(name);
              connection.set(ConnFlags.WAIT_L6);
            }
          })),
  PROVES_NOTHING(
      Rule.CONN_03,
      "WAIT_L4 stands",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            int waitsFor() {
              connection.set(ConnFlags.WAIT_L4);
              return super.waitsFor();
            }
          })),
  TAKES_NOTHING_FOR_THE_END(
      Rule.CONN_04,
      "the end of stream is reported, and the peer has not ended",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            int waitsFor() {
              connection.readEnd();
              return super.waitsFor();
            }
          })),
  EATS_A_BYTE_BEHIND(
      Rule.XPRT_02,
      "differs",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            int look(XprtOps below, Buffer buffer) {
              return super.look(below, buffer) + 1;
            }
          })),
  LEAVES_ITS_LAST_BYTE(
      Rule.XPRT_02,
      "differs",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            int look(XprtOps below, Buffer buffer) {
              int length = super.look(below, buffer);
              ended |= length > 1;
              return length - 1;
            }

            private boolean ended;

            @Override
            boolean isOver() {
              return ended;
            }
          })),
  DOES_NOT_TELL(
      Rule.XPRT_02,
      "the connection does not know what it tells",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            void tell(String name) {
              // It should.
            }
          })),
  FAILS_WITH_SOMETHING_ELSE(
      Rule.XPRT_02,
      "it fails with SOCK_ERR, not with STARTTLS_BAD",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            ConnError bad() {
              return ConnError.SOCK_ERR;
            }
          })),
  DOES_NOT_SEE_THE_END(
      Rule.INV_06,
      "busy loop",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            boolean hasEnded() {
              return false;
            }
          })),
  NAMES_NO_TIMEOUT(
      Rule.XPRT_02,
      "the error is HANDSHAKE_TIMEOUT, not STARTTLS_TIMEOUT",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            public ConnError timeoutError() {
              return ConnError.HANDSHAKE_TIMEOUT;
            }
          })),
  WAITS_FOR_SOMETHING_ELSE(
      Rule.INV_06,
      "busy loop",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            int waitsFor() {
              return WaitEvent.RETRY_SEND;
            }
          })),
  NEVER_SUBSCRIBES(
      Rule.XPRT_02,
      "the peer must have heard",
      runs((conn, dialogue) ->
          new ReferenceRunner(conn, dialogue) {
            @Override
            void subscribeBelow(int events, WaitEvent waiter) {
              // It should.
            }
          })),
  STAYS(
      Rule.XPRT_02,
      "RUNNER has not left the stack",
      runs((conn, dialogue) ->
          new ReferenceRunner(conn, dialogue) {
            @Override
            void leave() {
              passing = true;
            }

            private boolean passing;

            @Override
            public int rcvBuf(Buffer into, int max) {
              return passing ? below.rcvBuf(into, max) : 0;
            }

            @Override
            public int sndBuf(Buffer from, int max, int flags) {
              return passing ? below.sndBuf(from, max, flags) : 0;
            }

            @Override
            public void subscribe(int events, WaitEvent waiter) {
              if (passing) {
                below.subscribe(events, waiter);
              } else {
                super.subscribe(events, waiter);
              }
            }

            @Override
            public void unsubscribe(int events, WaitEvent waiter) {
              if (passing) {
                below.unsubscribe(events, waiter);
              } else {
                super.unsubscribe(events, waiter);
              }
            }
          })),
  TELLS_NOBODY(
      Rule.XPRT_02,
      "nobody is told that the connection is ready",
      runs((conn, dialogue) ->
          new ReferenceRunner(conn, dialogue) {
            @Override
            void tell(int before) {
              // It should.
            }
          })),
  FORGETS_WHO_WAITS(
      Rule.XPRT_05,
      "who waits for it was not woken",
      runs((conn, dialogue) ->
          new ReferenceRunner(conn, dialogue) {
            @Override
            void wakeSubscriber() {
              if (subscriber != null) {
                subscriber = subscriber.drop(subscriber, subscriber.events());
              }
            }
          })),
  TAKES_CLEAR_TEXT_FOR_PROTECTED(
      Rule.SWAP_05,
      "bytes came with the peer's last words, and the connection's error is NONE",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            boolean isFollowed(XprtOps below, Buffer buffer) {
              return false;
            }
          })),
  TRACES_WHILE_IT_IS_OFF(
      Rule.TRACE_01,
      "events were told while the source is off",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            public void close() {
              trace.emit(TraceLevel.USER, TraceSource.CONNECTION, "close", null, null, null, 0);
            }
          })),
  KEEPS_ITS_BUFFER(
      Rule.INV_03,
      "buffers are lent",
      speaks((conn, trace, secure) ->
          new ReferenceDialogue(conn, trace, secure) {
            @Override
            public void close() {
              if (connection.any(ConnFlags.ERROR)) {
                connection.loop().buffers().take();
              }
            }
          })),
  KEEPS_ITS_TASKLET(
      Rule.INV_03,
      "tasklets more than at the beginning",
      runs((conn, dialogue) ->
          new ReferenceRunner(conn, dialogue) {
            @Override
            public void close() {
              below.close();
            }
          }));

  final Rule rule;
  final String found;
  final ReferenceHandshakes parts;

  BrokenHandshake(Rule rule, String found, ReferenceHandshakes parts) {
    this.rule = rule;
    this.found = found;
    this.parts = parts;
  }

  private static ReferenceHandshakes speaks(ReferenceHandshakes.Dialogues dialogues) {
    return new ReferenceHandshakes(dialogues, ReferenceRunner::new);
  }

  private static ReferenceHandshakes runs(
      BiFunction<Connection, HandshakeOps, ReferenceRunner> runners) {
    return new ReferenceHandshakes(ReferenceDialogue::new, runners);
  }
}
