package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;

/**
 * The transport under a mux that is tested: the socket's bytes as they are. Made to be broken, one
 * rule at a time, by the tests of the kit.
 */
class ReferenceXprt implements XprtOps, SpliceXprt, PeekXprt {
  final Connection connection;
  final CtlOps ctl;
  final TraceSource trace;

  ReferenceXprt(Connection connection, TraceSource trace) {
    this.connection = connection;
    this.ctl = connection.ctl();
    this.trace = trace;
  }

  static XprtFactory factory() {
    TraceSource untold = new TraceSource("plain", "what the tested transport stands on");
    return new XprtFactory() {
      @Override
      public String name() {
        return "plain";
      }

      @Override
      public XprtOps create(Connection connection) {
        return new ReferenceXprt(connection, untold);
      }
    };
  }

  @Override
  public String name() {
    return "REF";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    int wanted = Math.min(max, into.room());
    int received = 0;
    while (received < wanted && mayReceive()) {
      int count = ctl.recv(into.tailAddress(), Math.min(wanted - received, into.contiguousRoom()));
      if (count == 0) {
        break;
      }
      into.added(count);
      received += count;
    }
    tell(TraceSource.RX, "rcvBuf", received);
    return received;
  }

  @Override
  public int peek(Buffer into, int max) {
    int wanted = Math.min(max, into.contiguousRoom());
    int count = wanted > 0 && mayReceive() ? ctl.peek(into.tailAddress(), wanted) : 0;
    into.added(count);
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int wanted = Math.min(max, from.length());
    int sent = 0;
    while (sent < wanted && maySend()) {
      int piece = Math.min(wanted - sent, from.contiguousLength());
      int count = ctl.send(from.headAddress(), piece, sent + piece < wanted ? MORE : flags);
      if (count == 0) {
        break;
      }
      from.removed(count);
      sent += count;
    }
    tell(TraceSource.TX, "sndBuf", sent);
    return sent;
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    return max > 0 && mayReceive() ? ctl.recvPipe(into, max) : 0;
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
    // The subscriber is the control layer's, which wakes it.
    tell(TraceSource.CONNECTION, "close", 0);
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("REF");
  }

  boolean mayReceive() {
    return ctl.mayRecv() && !connection.any(ConnFlags.SOCK_RD_SH);
  }

  boolean maySend() {
    return ctl.maySend() && !connection.any(ConnFlags.SOCK_WR_SH);
  }

  private void tell(int group, String where, int number) {
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, group, where, connection, null, null, number);
    }
  }
}
