package io.turnout.xprt.raw;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;

/** The socket's bytes as they are. */
final class RawXprt implements XprtOps, SpliceXprt, PeekXprt {
  private final Connection connection;
  private final CtlOps ctl;
  private final TraceSource trace;

  RawXprt(Connection connection, TraceSource trace) {
    this.connection = connection;
    this.ctl = connection.ctl();
    this.trace = trace;
  }

  @Override
  public String name() {
    return "RAW";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    // An attempt without room would look like the end of stream.
    int wanted = Math.min(max, into.room());
    int received = 0;
    // A short read ends this unless the control layer knows that the end of stream stands behind
    // it.
    while (received < wanted && mayReceive()) {
      int piece = Math.min(wanted - received, into.contiguousRoom());
      int count = ctl.recv(into.tailAddress(), piece);
      if (count == 0) {
        break;
      }
      into.added(count);
      received += count;
      if (ctl.isFailing()) {
        // Bytes first: RawXprtTest.handsUpBytesBeforeItHearsOfAFailure.
        break;
      }
    }
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, TraceSource.RX, "rcvBuf", connection, null, into, received);
    }
    return received;
  }

  @Override
  public int peek(Buffer into, int max) {
    int wanted = Math.min(max, into.contiguousRoom());
    int count = wanted > 0 && mayReceive() ? ctl.peek(into.tailAddress(), wanted) : 0;
    into.added(count);
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, TraceSource.RX, "peek", connection, null, into, count);
    }
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int wanted = Math.min(max, from.length());
    int sent = 0;
    while (sent < wanted && maySend()) {
      int piece = Math.min(wanted - sent, from.contiguousLength());
      int count = ctl.send(from.headAddress(), piece, sent + piece < wanted ? CtlOps.MORE : flags);
      if (count == 0) {
        break;
      }
      from.removed(count);
      sent += count;
    }
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, TraceSource.TX, "sndBuf", connection, null, from, sent);
    }
    return sent;
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    int count = max > 0 && mayReceive() ? ctl.recvPipe(into, max) : 0;
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, TraceSource.RX, "rcvPipe", connection, null, null, count);
    }
    return count;
  }

  @Override
  public int sndPipe(Pipe from) {
    int sent = 0;
    while (!from.isEmpty() && maySend()) {
      int count = ctl.sendPipe(from);
      if (count == 0) {
        break;
      }
      sent += count;
    }
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, TraceSource.TX, "sndPipe", connection, null, null, sent);
    }
    return sent;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    ctl.subscribe(events, waiter);
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    ctl.unsubscribe(events, waiter);
  }

  @Override
  public void close() {
    // Closing the control layer, which follows, wakes the subscriber: it is the control layer's.
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("RAW");
  }

  private boolean mayReceive() {
    return ctl.mayRecv() && !connection.any(ConnFlags.SOCK_RD_SH);
  }

  private boolean maySend() {
    return ctl.maySend() && !connection.any(ConnFlags.SOCK_WR_SH);
  }
}
