package io.turnout.examples.line;

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
 * One stream, which gets what the peer sends by whole lines.
 *
 * <p>It does not splice, as it has to see each byte: it is no {@code SpliceEndpoint}, and never
 * sets {@code MAY_SPLICE}.
 */
final class LineMux implements MuxOps, StreamEndpoint, Swappable, TaskletHandler {
  private static final HandlerKind IDLE = HandlerKind.of("line.idle");

  private final Connection connection;
  private final LineMuxFactory factory;
  private final TraceSource trace;
  private final Lines lines;
  private final MemoryWait memory;
  private @Nullable ConnStream stream;

  /** Waits for the peer's end while no stream does; made when it is first needed. */
  private @Nullable WaitEvent idle;

  private long passed;

  /** A line was too long: the stream has been told, and hears of nothing else. */
  private boolean invalid;

  LineMux(Connection connection, LineMuxFactory factory) {
    this.connection = connection;
    this.factory = factory;
    this.trace = factory.trace();
    this.lines = new Lines(connection.loop().buffers(), factory.maxBytes());
    this.memory = new MemoryWait(connection);
  }

  @Override
  public String name() {
    return "LINE";
  }

  @Override
  public boolean init(
      @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
    ConnStream taken = existing;
    if (taken == null) {
      // The leftover is kept, as a stream that starts with it would start with half a line.
      taken = session == null ? null : session.newStream(connection, null);
      if (taken == null) {
        return false;
      }
    }
    lines.begin(leftover);
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
    // It was meant for the stream that leaves, as what is drained from now on.
    lines.drop();
    boolean front = !connection.any(ConnFlags.BACK);
    if (front && !invalid && connection.xprt() != null && !connection.any(ConnFlags.NOTIFY)) {
      watch();
    } else {
      destroy();
    }
  }

  @Override
  public @Nullable SwapOutcome objection() {
    // The rest of the line that was refused must not reach anybody by another mux.
    return invalid ? SwapOutcome.REFUSED : null;
  }

  @Override
  public @Nullable Buffer surrenderInput() {
    return lines.surrender();
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
    lines.begin(leftover);
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

  @Override
  public void destroy() {
    // First of all: nothing may look at this mux afterwards (rule MUX-10).
    trace(TraceLevel.USER, TraceSource.CONNECTION, "destroy", passed);
    WaitEvent watching = idle;
    if (watching != null) {
      unwatch();
      idle = null;
      watching.tasklet().free();
    }
    memory.free();
    lines.drop();
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
    if (invalid) {
      return 0;
    }
    XprtOps xprt = connection.xprt();
    if (xprt != null && !lines.hasPassable() && !lines.isNextTooLong()) {
      lines.receive(xprt);
    }
    if (connection.isReadOver()) {
      lines.end();
    }
    int moved = lines.moveTo(into, max);
    trace(TraceLevel.DATA, TraceSource.RX, "rcvBuf", moved);
    count(lines.countMoved());
    reportReceived(served);
    return moved;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    XprtOps xprt = connection.xprt();
    int sent = xprt == null ? 0 : xprt.sndBuf(from, max, flags);
    trace(TraceLevel.DATA, TraceSource.TX, "sndBuf", sent);
    if (connection.any(ConnFlags.ERROR)) {
      ConnStream served = served();
      if (connection.isReadOver() && lines.length() == 0) {
        served.reportEnd();
      }
      served.reportError();
    }
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
    int below = events;
    if ((events & WaitEvent.RETRY_RECV) != 0) {
      if (lines.hasPassable() || lines.isNextTooLong()) {
        waiter.tasklet().wake(Tasklet.WOKEN_IO);
        below &= ~WaitEvent.RETRY_RECV;
      } else if (lines.isStarved()) {
        memory.subscribe(waiter);
        below &= ~WaitEvent.RETRY_RECV;
      }
    }
    XprtOps xprt = connection.xprt();
    if (xprt != null && below != 0) {
      xprt.subscribe(below, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    int below = events;
    if ((events & WaitEvent.RETRY_RECV) != 0 && memory.unsubscribe(waiter)) {
      below &= ~WaitEvent.RETRY_RECV;
    }
    XprtOps xprt = connection.xprt();
    if (xprt != null && below != 0) {
      xprt.unsubscribe(below, waiter);
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("LINE ").append(stream == null ? "orphan" : "attached");
    to.append(" lines=").append(passed).append('/').append(factory.lines());
    to.append(" held=").append(lines.length());
    if (invalid) {
      to.append(" invalid");
    }
  }

  private void serve(ConnStream served) {
    stream = served;
    served.attach(connection, this);
    if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
      served.set(StreamFlags.RCV_MORE);
    }
    trace(TraceLevel.USER, TraceSource.STREAM, "serve", served.flags());
  }

  private void count(int more) {
    if (more > 0) {
      passed += more;
      factory.passed(more);
    }
  }

  private void reportReceived(ConnStream served) {
    if (lines.hasPassable()) {
      return;
    }
    if (lines.isNextTooLong()) {
      invalid = true;
      lines.drop();
      served.reportEnd();
      served.set(StreamFlags.ERROR);
      trace(TraceLevel.ERROR, TraceSource.RX, "line too long", passed + 1);
    } else if (connection.isReadOver()) {
      served.reportEnd();
      if (connection.any(ConnFlags.ERROR)) {
        served.set(StreamFlags.ERROR);
      }
    }
  }

  private MuxExitStatus exitStatus() {
    if (invalid) {
      return MuxExitStatus.INVALID;
    }
    if (connection.any(ConnFlags.ERROR)) {
      return MuxExitStatus.ofFailure(connection.error());
    }
    boolean over = connection.isReadOver() && lines.length() == 0;
    return over ? MuxExitStatus.SUCCESS : MuxExitStatus.UNKNOWN;
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
    XprtOps xprt = connection.xprt();
    if (xprt == null) {
      return;
    }
    if (idle == null) {
      idle = new WaitEvent(new Tasklet(connection.loop(), IDLE, this));
    }
    xprt.subscribe(WaitEvent.RETRY_RECV, idle);
  }

  private void unwatch() {
    XprtOps xprt = connection.xprt();
    if (xprt != null && idle != null && idle.waits(WaitEvent.RETRY_RECV)) {
      xprt.unsubscribe(WaitEvent.RETRY_RECV, idle);
    }
  }

  private ConnStream served() {
    ConnStream served = stream;
    if (served == null) {
      throw new IllegalStateException("no stream is attached");
    }
    return served;
  }

  private void trace(TraceLevel level, int group, String where, long number) {
    if (trace.on()) {
      trace.emit(level, group, where, connection, stream, null, number);
    }
  }
}
