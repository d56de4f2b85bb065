package io.turnout.xprt.handshake.wire;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.ReturningHandshake;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/** Speaks a {@link Speech}. */
public final class Dialogue implements HandshakeOps, ReturningHandshake {
  /** So many messages are heard in one run. */
  private static final int MOST_AT_ONCE = 32;

  private final Connection connection;
  private final Speech speech;
  private final TraceSource trace;
  private final Inlet inlet;
  private final Outlet outlet;
  private @Nullable Turn turn;
  private byte[] giveBack = {};

  /** For one connection; nothing is said yet. */
  public Dialogue(Connection connection, Speech speech, TraceSource trace) {
    this.connection = connection;
    this.speech = speech;
    this.trace = trace;
    this.inlet = new Inlet(connection);
    this.outlet = new Outlet(connection);
  }

  @Override
  public String name() {
    return speech.name();
  }

  @Override
  public int advance(Connection same, XprtOps below) {
    Turn now = turn == null ? take(speech.begin()) : turn;
    for (int heard = 0; ; heard++) {
      if (!outlet.flush(below)) {
        return WaitEvent.RETRY_SEND;
      }
      if (now.then() != Turn.Then.LISTEN) {
        return end(now);
      }
      if (heard == MOST_AT_ONCE) {
        return HandshakeOps.AGAIN;
      }
      int length = inlet.pull(below, speech);
      if (length <= 0) {
        return notHeard(length);
      }
      now = take(speech.hear(inlet.bytes(), length));
      inlet.next();
      if (now.then() == Turn.Then.SECURE && inlet.isFollowed(below)) {
        return fail(ConnError.INJECTION, "bytes behind the request to start TLS");
      }
    }
  }

  @Override
  public @Nullable Buffer surrenderInput() {
    if (giveBack.length == 0) {
      return null;
    }
    Buffer buffer = connection.loop().buffers().takeAtLeast(giveBack.length);
    buffer.write(giveBack, 0, giveBack.length);
    return buffer;
  }

  @Override
  public ConnError timeoutError() {
    return speech.late();
  }

  @Override
  public void close() {
    // Buffers are held within advance only.
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(name()).append(turn == null ? " new" : inlet.heard() ? " heard" : " waits");
  }

  private Turn take(Turn next) {
    if (trace.on()) {
      trace.emit(
          TraceLevel.PROTO,
          TraceSource.CONNECTION,
          name(),
          connection,
          null,
          null,
          next.then().ordinal());
    }
    turn = next;
    outlet.put(next.say());
    return next;
  }

  private int end(Turn last) {
    return switch (last.then()) {
      case DONE, SECURE -> {
        giveBack = last.giveBack();
        yield HandshakeOps.DONE;
      }
      case CLEAR -> {
        giveBack = last.giveBack();
        yield HandshakeOps.DONE_IN_CLEAR;
      }
      case LAST -> {
        giveBack = last.giveBack();
        yield HandshakeOps.LAST_IN_CLEAR;
      }
      case FAIL -> fail(last.error(), last.detail());
      case LISTEN -> throw new IllegalStateException(name() + " is not at its end");
    };
  }

  /**
   * Drops what else has come: if it stayed unread, our last words could be destroyed on their way.
   */
  private int fail(ConnError why, String detail) {
    boolean ended = connection.any(ConnFlags.SOCK_RD_SH);
    connection.fail(why, detail);
    if (!ended && connection.any(ConnFlags.CTL_READY)) {
      connection.ctl().drain();
    }
    return WaitEvent.RETRY_RECV;
  }

  private int notHeard(int why) {
    if (why == Inlet.ENDED && !connection.any(ConnFlags.ERROR)) {
      connection.fail(speech.ended(!inlet.heard()), speech.endedDetail());
    }
    return WaitEvent.RETRY_RECV;
  }
}
