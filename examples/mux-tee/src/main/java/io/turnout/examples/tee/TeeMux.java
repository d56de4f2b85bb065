package io.turnout.examples.tee;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.MuxQuery;
import io.turnout.core.conn.Session;
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
 * One stream with the connection's bytes, which are copied as they pass.
 *
 * <p>It does not splice, as what goes through a pipe is seen by nobody: it is no {@code
 * SpliceEndpoint}, and never sets {@code MAY_SPLICE}.
 */
final class TeeMux implements MuxOps, StreamEndpoint, Swappable, TaskletHandler {
  private static final HandlerKind IDLE = HandlerKind.of("tee.idle");

  private final Connection connection;
  private final Copier copier;
  private final TraceSource trace;
  private @Nullable ConnStream stream;

  /** Bytes that were read before this mux came, which leave before any other. */
  private @Nullable Buffer input;

  /** Waits for the peer's end while no stream does; made when it is first needed. */
  private @Nullable WaitEvent idle;

  /** From {@link #init} on. */
  private @Nullable Copies copies;

  TeeMux(Connection connection, Copier copier, TraceSource trace) {
    this.connection = connection;
    this.copier = copier;
    this.trace = trace;
  }

  @Override
  public String name() {
    return "TEE";
  }

  @Override
  public boolean init(
      @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
    ConnStream taken = existing;
    if (taken == null) {
      // The leftover is kept: bytes that a stream starts with do not pass here.
      taken = session == null ? null : session.newStream(connection, null);
      if (taken == null) {
        return false;
      }
    }
    input = leftover;
    copies = new Copies(connection, copier);
    serve(taken);
    return true;
  }

  @Override
  public boolean wake() {
    trace(TraceLevel.PROTO, TraceSource.CONNECTION, "wake", connection.flags());
    ConnStream served = stream;
    if (served != null) {
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
    return null;
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
    trace(TraceLevel.USER, TraceSource.CONNECTION, "destroy", dropped());
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
    if (copies != null) {
      copies.close();
    }
    ConnStream served = stream;
    stream = null;
    boolean owner = connection.mux() == this;
    if (owner) {
      connection.close();
      if (served != null) {
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
    int count = input == null ? rcvXprt(into, max, served) : rcvInput(input, into, max);
    if (copies != null) {
      long before = copies.dropped();
      copies.received(into, count);
      traceDropped(copies.dropped() - before);
    }
    trace(TraceLevel.DATA, TraceSource.RX, "rcvBuf", count);
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    // What is sent leaves the buffer with the call.
    byte[] bytes = new byte[Math.min(max, from.length())];
    from.copyTo(0, bytes, 0, bytes.length);
    XprtOps xprt = connection.xprt();
    int count = xprt == null ? 0 : xprt.sndBuf(from, max, flags);
    trace(TraceLevel.DATA, TraceSource.TX, "sndBuf", count);
    if (copies != null) {
      long before = copies.dropped();
      copies.sent(bytes, count);
      traceDropped(copies.dropped() - before);
    }
    if (connection.any(ConnFlags.ERROR)) {
      ConnStream served = served();
      if (connection.isReadOver() && input == null) {
        served.reportEnd();
      }
      served.reportError();
    }
    return count;
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
    to.append("TEE ").append(stream == null ? "orphan" : "attached");
    if (input != null) {
      to.append(" input=").append(input.length());
    }
    to.append(" dropped=").append(dropped());
  }

  private void serve(ConnStream served) {
    stream = served;
    served.attach(connection, this);
    if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
      served.set(StreamFlags.RCV_MORE);
    }
    trace(TraceLevel.USER, TraceSource.STREAM, "serve", served.flags());
  }

  private int rcvXprt(Buffer into, int max, ConnStream served) {
    XprtOps xprt = connection.xprt();
    int count = xprt == null ? 0 : xprt.rcvBuf(into, max);
    if (connection.isReadOver()) {
      served.reportEnd();
      if (connection.any(ConnFlags.ERROR)) {
        served.set(StreamFlags.ERROR);
      }
    }
    return count;
  }

  private int rcvInput(Buffer from, Buffer into, int max) {
    int moved = from.moveTo(into, max);
    if (from.isEmpty()) {
      input = null;
      connection.loop().buffers().give(from);
    }
    return moved;
  }

  private long dropped() {
    return copies == null ? 0 : copies.dropped();
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

  private void traceDropped(long count) {
    if (count > 0) {
      trace(TraceLevel.ERROR, TraceSource.STREAM, "not copied", count);
    }
  }

  private void trace(TraceLevel level, int group, String where, long number) {
    if (trace.on()) {
      trace.emit(level, group, where, connection, stream, input, number);
    }
  }
}
