package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.SpliceEndpoint;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.Swappable;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/**
 * The mux on the other side of a swap: passes bytes through, and keeps every rule. Made to be
 * broken, one rule at a time, by the tests of the kit.
 */
class ReferenceMux implements MuxOps, StreamEndpoint, SpliceEndpoint, Swappable, TaskletHandler {
  private static final HandlerKind IDLE = HandlerKind.of("tck.reference.idle");

  final Connection connection;
  final TraceSource trace;
  private final int readAhead;
  @Nullable ConnStream stream;
  @Nullable Buffer input;
  @Nullable WaitEvent idle;

  /**
   * A mux.
   *
   * @param readAhead how many bytes it reads when it is left, as a mux would that looks into them;
   *     they go on to the next mux as its input
   */
  ReferenceMux(Connection connection, TraceSource trace, int readAhead) {
    this.connection = connection;
    this.trace = trace;
    this.readAhead = readAhead;
  }

  @Override
  public String name() {
    return "REF";
  }

  @Override
  public boolean init(
      @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
    ConnStream first = existing;
    if (first == null && session != null) {
      first = session.newStream(connection, leftover);
    } else {
      input = leftover;
    }
    if (first == null) {
      return false;
    }
    serve(first);
    return true;
  }

  void serve(ConnStream served) {
    stream = served;
    served.attach(connection, this);
    if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
      served.set(StreamFlags.RCV_MORE);
    }
    permitSplicing(served);
    tell(TraceSource.STREAM, "serve", 0);
  }

  @Override
  public boolean wake() {
    if (stream != null) {
      stream.tasklet().wake(Tasklet.WOKEN_MSG);
      return true;
    }
    return drainOrGo();
  }

  @Override
  public boolean run(int why) {
    if (stream != null) {
      stream.tasklet().wake(why);
      return true;
    }
    if (!drainOrGo()) {
      return false;
    }
    watch();
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken(name(), thrown);
  }

  @Override
  public void attach(ConnStream added, @Nullable Session session) {
    unwatch();
    serve(added);
  }

  @Override
  public void detach(ConnStream leaving) {
    stream = null;
    boolean whole = connection.xprt() != null && !connection.any(ConnFlags.NOTIFY);
    if (whole && !connection.any(ConnFlags.BACK)) {
      watch();
    } else {
      destroy();
    }
  }

  @Override
  public int usedStreams() {
    return stream == null ? 0 : 1;
  }

  @Override
  public int availStreams() {
    return stream == null ? 1 : 0;
  }

  @Override
  public long ctl(MuxQuery query) {
    return switch (query) {
      case STATUS -> connection.any(ConnFlags.WAIT_XPRT) ? 0 : 1;
      case EXIT_STATUS -> MuxExitStatus.UNKNOWN.ordinal();
    };
  }

  @Override
  public void destroy() {
    release();
    ConnStream lost = stream;
    stream = null;
    if (isOwner()) {
      connection.close();
      if (lost != null) {
        lost.lost();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the connection's mux is one object
  boolean isOwner() {
    return connection.mux() == this;
  }

  void release() {
    tell(TraceSource.CONNECTION, "destroy", 0);
    WaitEvent watching = idle;
    if (watching != null) {
      unwatch();
      idle = null;
      watching.tasklet().free();
    }
    if (input != null) {
      connection.loop().buffers().give(input);
      input = null;
    }
  }

  @Override
  public @Nullable SwapOutcome objection() {
    return null;
  }

  @Override
  public @Nullable Buffer surrenderInput() {
    XprtOps xprt = connection.xprt();
    if (readAhead > 0 && xprt != null) {
      Buffer ahead = input == null ? connection.loop().buffers().take() : input;
      if (ahead != null) {
        xprt.rcvBuf(ahead, Math.min(readAhead, ahead.room()));
        if (ahead.isEmpty()) {
          connection.loop().buffers().give(ahead);
          ahead = null;
        }
      }
      input = ahead;
    }
    Buffer surrendered = input;
    input = null;
    return surrendered;
  }

  @Override
  public @Nullable ConnStream surrenderStream() {
    unwatch();
    ConnStream surrendered = stream;
    stream = null;
    return surrendered;
  }

  @Override
  public void resume(@Nullable ConnStream returned, @Nullable Buffer leftover) {
    input = leftover;
    if (returned == null) {
      watch();
    } else {
      serve(returned);
    }
  }

  @Override
  public int rcvBuf(Buffer into, int max, int flags) {
    ConnStream served = served();
    if (max == 0) {
      if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
        served.set(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM);
      }
      return 0;
    }
    served.clear(StreamFlags.WANT_ROOM);
    if (input != null) {
      return rcvInput(into, max);
    }
    XprtOps xprt = connection.xprt();
    int received = xprt == null ? 0 : xprt.rcvBuf(into, max);
    tell(TraceSource.RX, "rcvBuf", received);
    reportReceived(served);
    return received;
  }

  int rcvInput(Buffer into, int max) {
    Buffer from = input;
    int moved = from == null ? 0 : from.moveTo(into, max);
    if (from != null && from.isEmpty()) {
      input = null;
      connection.loop().buffers().give(from);
      permitSplicing(served());
    }
    return moved;
  }

  void reportReceived(ConnStream served) {
    if (connection.isReadOver()) {
      served.reportEnd();
      if (connection.any(ConnFlags.ERROR)) {
        served.set(StreamFlags.ERROR);
      }
    }
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    XprtOps xprt = connection.xprt();
    int sent = xprt == null ? 0 : xprt.sndBuf(from, max, flags);
    tell(TraceSource.TX, "sndBuf", sent);
    reportSent();
    return sent;
  }

  void reportSent() {
    if (connection.any(ConnFlags.ERROR)) {
      if (connection.isReadOver() && input == null) {
        served().reportEnd();
      }
      served().reportError();
    }
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    SpliceXprt xprt = splice();
    int received = xprt == null || input != null ? -1 : xprt.rcvPipe(into, max);
    if (received < 0) {
      served().clear(StreamFlags.MAY_SPLICE);
      return 0;
    }
    reportReceived(served());
    return received;
  }

  @Override
  public int sndPipe(Pipe from) {
    SpliceXprt xprt = splice();
    int sent = xprt == null ? 0 : xprt.sndPipe(from);
    reportSent();
    return sent;
  }

  void permitSplicing(ConnStream served) {
    if (splice() != null && input == null) {
      served.set(StreamFlags.MAY_SPLICE);
    }
  }

  @Nullable SpliceXprt splice() {
    return connection.xprt() instanceof SpliceXprt capable ? capable : null;
  }

  @Override
  public void shut(int modes) {
    XprtOps xprt = connection.xprt();
    if (xprt == null) {
      return;
    }
    if ((modes & (SHW_NORMAL | SHW_SILENT)) != 0) {
      boolean clean = (modes & SHW_NORMAL) != 0;
      xprt.shutWrite(clean);
      connection.shutWrite(clean);
    }
    if ((modes & (SHR_DRAIN | SHR_RESET)) != 0) {
      served().clear(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM);
      boolean drain = (modes & SHR_DRAIN) != 0;
      if (!xprt.shutRead(drain) && drain) {
        connection.drain();
      }
    }
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    XprtOps xprt = connection.xprt();
    if (xprt != null) {
      xprt.subscribe(events, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    XprtOps xprt = connection.xprt();
    if (xprt != null) {
      xprt.unsubscribe(events, waiter);
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("REF").append(stream == null ? " orphan" : " attached");
    to.append(" input=").append(input == null ? 0 : input.length());
  }

  boolean drainOrGo() {
    connection.drain();
    if (!connection.any(ConnFlags.NOTIFY)) {
      return true;
    }
    destroy();
    return false;
  }

  void watch() {
    if (idle == null) {
      idle = new WaitEvent(new Tasklet(connection.loop(), IDLE, this));
    }
    subscribe(WaitEvent.RETRY_RECV, idle);
  }

  void unwatch() {
    if (idle != null && idle.waits(WaitEvent.RETRY_RECV)) {
      unsubscribe(WaitEvent.RETRY_RECV, idle);
    }
  }

  ConnStream served() {
    if (stream == null) {
      throw new IllegalStateException("no stream is attached");
    }
    return stream;
  }

  private void tell(int group, String where, int number) {
    if (trace.on()) {
      trace.emit(TraceLevel.PROTO, group, where, connection, stream, input, number);
    }
  }
}
