package io.turnout.mux.pt;

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

/** One stream with the connection's bytes. */
final class PtMux implements MuxOps, StreamEndpoint, SpliceEndpoint, Swappable, TaskletHandler {
  private static final HandlerKind IDLE = HandlerKind.of("pt.idle");

  private final Connection connection;
  private final PtMuxFactory factory;
  private final TraceSource trace;
  private @Nullable ConnStream stream;

  /** Bytes that were read before this mux came, which leave before any other. */
  private @Nullable Buffer input;

  /** Waits for the peer's end while no stream does; made when it is first needed. */
  private @Nullable WaitEvent idle;

  PtMux(Connection connection, PtMuxFactory factory) {
    this.connection = connection;
    this.factory = factory;
    this.trace = factory.trace();
  }

  @Override
  public String name() {
    return "PASS";
  }

  @Override
  public boolean init(
      @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
    ConnStream taken = existing;
    if (taken == null) {
      taken = session == null ? null : session.newStream(connection, leftover);
      if (taken == null) {
        return false;
      }
    } else {
      input = leftover;
    }
    serve(taken);
    return true;
  }

  @Override
  public boolean wake() {
    trace(TraceLevel.PROTO, TraceSource.CONNECTION, "wake", connection.flags());
    ConnStream served = stream;
    if (served != null) {
      // A handshake that has left the stack may have left one that can be spliced.
      permitSplicing(served);
      served.tasklet().wake(Tasklet.WOKEN_MSG);
      return true;
    }
    return stayOrGo(ConnFlags.ERROR | ConnFlags.SOCK_RD_SH);
  }

  /** The peer sent something, or its end, while no stream was attached. */
  @Override
  public boolean run(int why) {
    if (stream != null) {
      // A stream came between the wake-up and now: what woke us is for it to see.
      stream.tasklet().wake(Tasklet.WOKEN_MSG | Tasklet.WOKEN_IO);
      return true;
    }
    if (!stayOrGo(ConnFlags.NOTIFY)) {
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
    trace(TraceLevel.USER, TraceSource.STREAM, "detach", leaving.flags());
    stream = null;
    boolean front = !connection.any(ConnFlags.BACK);
    if (front && connection.xprt() != null && !connection.any(ConnFlags.NOTIFY)) {
      watch();
    } else {
      destroy();
    }
  }

  @Override
  public @Nullable SwapOutcome objection() {
    return factory.stays() ? SwapOutcome.REFUSED : null;
  }

  @Override
  public @Nullable Buffer surrenderInput() {
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
      case EXIT_STATUS -> exitStatus().ordinal();
    };
  }

  /** It knows no message, so all that it can tell is how the peer's bytes ended. */
  private MuxExitStatus exitStatus() {
    if (connection.any(ConnFlags.ERROR)) {
      return MuxExitStatus.ofFailure(connection.error());
    }
    boolean over = connection.isReadOver() && input == null;
    return over ? MuxExitStatus.SUCCESS : MuxExitStatus.UNKNOWN;
  }

  @Override
  public void destroy() {
    // First of all: nothing may look at this mux afterwards (rule MUX-10).
    trace(TraceLevel.USER, TraceSource.CONNECTION, "destroy", connection.flags());
    WaitEvent watching = idle;
    if (watching != null) {
      unwatch();
      idle = null;
      watching.tasklet().free();
    }
    Buffer kept = input;
    if (kept != null) {
      input = null;
      connection.loop().buffers().give(kept);
    }
    ConnStream served = stream;
    boolean owner = connection.mux() == this;
    if (owner) {
      connection.close();
    }
    if (served != null) {
      stream = null;
      if (owner) {
        served.lost();
      }
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
      return rcvInput(into, max, served);
    }
    XprtOps xprt = connection.xprt();
    int received = xprt == null ? 0 : xprt.rcvBuf(into, max);
    trace(TraceLevel.DATA, TraceSource.RX, "rcvBuf", received);
    reportReceived(served);
    return received;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    XprtOps xprt = connection.xprt();
    int sent = xprt == null ? 0 : xprt.sndBuf(from, max, flags);
    trace(TraceLevel.DATA, TraceSource.TX, "sndBuf", sent);
    reportSent();
    return sent;
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    ConnStream served = served();
    SpliceXprt capable = connection.spliceXprt();
    if (capable == null || input != null) {
      served.clear(StreamFlags.MAY_SPLICE);
      return 0;
    }
    int received = capable.rcvPipe(into, max);
    trace(TraceLevel.DATA, TraceSource.RX, "rcvPipe", received);
    if (received < 0) {
      served.clear(StreamFlags.MAY_SPLICE);
      return 0;
    }
    reportReceived(served);
    return received;
  }

  @Override
  public int sndPipe(Pipe from) {
    SpliceXprt capable = connection.spliceXprt();
    int sent = capable == null ? 0 : capable.sndPipe(from);
    trace(TraceLevel.DATA, TraceSource.TX, "sndPipe", sent);
    reportSent();
    return sent;
  }

  @Override
  public void shut(int modes) {
    trace(TraceLevel.PROTO, TraceSource.STREAM, "shut", modes);
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
    to.append("PASS ").append(stream == null ? "orphan" : "attached ");
    if (stream != null) {
      stream.describe(to);
    }
    if (input != null) {
      to.append(" input=").append(input.length());
    }
  }

  private void serve(ConnStream served) {
    stream = served;
    served.attach(connection, this);
    if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
      served.set(StreamFlags.RCV_MORE);
    }
    permitSplicing(served);
    trace(TraceLevel.USER, TraceSource.STREAM, "serve", served.flags());
  }

  private void permitSplicing(ConnStream served) {
    if (connection.spliceXprt() != null && input == null) {
      served.set(StreamFlags.MAY_SPLICE);
    }
  }

  private int rcvInput(Buffer into, int max, ConnStream served) {
    Buffer from = input;
    if (from == null) {
      return 0;
    }
    int moved = from.moveTo(into, max);
    trace(TraceLevel.DATA, TraceSource.RX, "rcvInput", moved);
    if (from.isEmpty()) {
      input = null;
      connection.loop().buffers().give(from);
      permitSplicing(served);
    }
    return moved;
  }

  private void reportReceived(ConnStream served) {
    if (connection.isReadOver()) {
      served.reportEnd();
      if (connection.any(ConnFlags.ERROR)) {
        served.set(StreamFlags.ERROR);
      }
    }
  }

  private void reportSent() {
    if (connection.any(ConnFlags.ERROR)) {
      ConnStream served = served();
      if (connection.isReadOver() && input == null) {
        served.reportEnd();
      }
      served.reportError();
    }
  }

  /** No stream is attached: drops what came. Returns false if the connection has ended thereby. */
  private boolean stayOrGo(int endedBy) {
    connection.drain();
    if (!connection.any(endedBy)) {
      return true;
    }
    destroy();
    return false;
  }

  private void watch() {
    if (idle == null) {
      idle = new WaitEvent(new Tasklet(connection.loop(), IDLE, this));
    }
    subscribe(WaitEvent.RETRY_RECV, idle);
  }

  private void unwatch() {
    if (idle != null && idle.waits(WaitEvent.RETRY_RECV)) {
      unsubscribe(WaitEvent.RETRY_RECV, idle);
    }
  }

  private ConnStream served() {
    ConnStream served = stream;
    if (served == null) {
      throw new IllegalStateException("no stream is attached");
    }
    return served;
  }

  private void trace(TraceLevel level, int group, String where, int number) {
    if (trace.on()) {
      trace.emit(level, group, where, connection, stream, input, number);
    }
  }
}
