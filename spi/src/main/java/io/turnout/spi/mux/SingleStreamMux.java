package io.turnout.spi.mux;

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
 * A mux with one stream for each connection: as it stands, the stream has the connection's bytes.
 *
 * <p>It lives the life that the contracts ask for. A mux that does something to the bytes overrides
 * {@link #receive} or {@link #send}; one that keeps some of them by itself overrides {@link #keep},
 * {@link #held}, {@link #surrenderInput} and {@link #dropInput}, too.
 *
 * <pre>
 *   init ──▶ serving ──detach──▶ alone (client's connection: drains until the peer ends)
 *               │                  │
 *               └─────destroy──────┴──▶ release
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop. Nothing is allocated for each call.
 */
public abstract class SingleStreamMux implements MuxOps, StreamEndpoint, Swappable, TaskletHandler {
  private final Connection connection;
  private final HandlerKind idleKind;
  private final TraceSource trace;
  private @Nullable ConnStream stream;

  /** Bytes that were read before this mux came, which leave before any other. */
  private @Nullable Buffer input;

  /** Waits for the peer's end while no stream does; made when it is first needed. */
  private @Nullable WaitEvent idle;

  /**
   * A mux that has taken nothing yet.
   *
   * @param connection the connection that it is made for
   * @param idleKind what its tasklet is counted as while no stream is attached
   * @param trace where it traces
   */
  protected SingleStreamMux(Connection connection, HandlerKind idleKind, TraceSource trace) {
    this.connection = connection;
    this.idleKind = idleKind;
    this.trace = trace;
  }

  /** The connection. */
  protected final Connection connection() {
    return connection;
  }

  /** The stream that is attached; to be asked for by calls of it only. */
  protected final ConnStream stream() {
    ConnStream served = stream;
    if (served == null) {
      throw new IllegalStateException("no stream is attached");
    }
    return served;
  }

  /**
   * Gives the stream what it is to have next.
   *
   * <p>As it stands: what was {@link #keep kept}, then what the transport has.
   *
   * @param max the most that is taken, in bytes; more than 0
   * @return bytes added to {@code into}; 0 where there are none now
   */
  protected int receive(Buffer into, int max) {
    Buffer kept = input;
    if (kept == null) {
      XprtOps xprt = connection.xprt();
      return xprt == null ? 0 : xprt.rcvBuf(into, max);
    }
    int moved = kept.moveTo(into, max);
    if (kept.isEmpty()) {
      dropInput();
      offer(stream());
    }
    return moved;
  }

  /**
   * Takes what the stream sends. As it stands the transport gets it.
   *
   * @param max the most that is taken, in bytes
   * @param flags as of {@link StreamEndpoint#sndBuf}
   * @return bytes taken from {@code from}
   */
  protected int send(Buffer from, int max, int flags) {
    XprtOps xprt = connection.xprt();
    return xprt == null ? 0 : xprt.sndBuf(from, max, flags);
  }

  /**
   * Takes bytes that were read before this mux came, or that it surrendered.
   *
   * @param leftover this mux's from now on; null if there are none
   */
  protected void keep(@Nullable Buffer leftover) {
    input = leftover;
  }

  /** How many bytes came from the transport and did not leave. */
  protected int held() {
    return input == null ? 0 : input.length();
  }

  /** Whether {@link #receive} would do something without the transport. */
  protected boolean isReady() {
    return held() > 0;
  }

  /** Gives back what is held: nobody is to have it. */
  protected void dropInput() {
    Buffer kept = surrenderInput();
    if (kept != null) {
      connection.loop().buffers().give(kept);
    }
  }

  /**
   * Tells the stream what this mux can do for it, as {@link StreamFlags#MAY_SPLICE}: when it is
   * served first, and when transports have left or bytes were read that stood in the way.
   */
  protected void offer(ConnStream served) {}

  /** Whether a client's connection may stay without its stream, which has just left. */
  protected boolean mayStay() {
    return true;
  }

  /** How what the peer sent ended; as it stands it knows no message, only the connection. */
  protected MuxExitStatus exitStatus() {
    if (connection.any(ConnFlags.ERROR)) {
      return MuxExitStatus.ofFailure(connection.error());
    }
    boolean over = connection.isReadOver() && held() == 0;
    return over ? MuxExitStatus.SUCCESS : MuxExitStatus.UNKNOWN;
  }

  /** Gives back what it has beside held bytes; called once, and nothing follows. */
  protected void release() {}

  /** Writes a trace if this plugin's traces are on. */
  protected final void trace(TraceLevel level, int group, String where, long number) {
    if (trace.on()) {
      trace.emit(level, group, where, connection, stream, input, number);
    }
  }

  @Override
  public final boolean init(
      @Nullable ConnStream existing, @Nullable Session session, @Nullable Buffer leftover) {
    ConnStream taken = existing;
    if (taken == null) {
      // The leftover is kept: bytes that a stream starts with do not pass here.
      taken = session == null ? null : session.newStream(connection, null);
      if (taken == null) {
        return false;
      }
    }
    keep(leftover);
    serve(taken);
    return true;
  }

  @Override
  public final boolean wake() {
    trace(TraceLevel.PROTO, TraceSource.CONNECTION, "wake", connection.flags());
    ConnStream served = stream;
    if (served != null) {
      offer(served);
      served.tasklet().wake(Tasklet.WOKEN_MSG);
      return true;
    }
    return stayOrGo(ConnFlags.ERROR | ConnFlags.SOCK_RD_SH);
  }

  /** The peer sent something, or its end, while no stream was attached. */
  @Override
  public final boolean run(int why) {
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
  public final void failed(Throwable thrown) {
    connection.broken(name(), thrown);
  }

  @Override
  public final void attach(ConnStream added, @Nullable Session session) {
    unwatch();
    serve(added);
  }

  @Override
  public final void detach(ConnStream leaving) {
    trace(TraceLevel.USER, TraceSource.STREAM, "detach", leaving.flags());
    stream = null;
    // It was meant for the stream that leaves, as what is drained from now on.
    dropInput();
    boolean front = !connection.any(ConnFlags.BACK);
    if (front && mayStay() && connection.xprt() != null && !connection.any(ConnFlags.NOTIFY)) {
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
  public final @Nullable ConnStream surrenderStream() {
    unwatch();
    ConnStream surrendered = stream;
    stream = null;
    return surrendered;
  }

  @Override
  public final void resume(@Nullable ConnStream returned, @Nullable Buffer leftover) {
    keep(leftover);
    if (returned == null) {
      watch();
    } else {
      serve(returned);
    }
  }

  @Override
  public final int usedStreams() {
    return stream == null ? 0 : 1;
  }

  @Override
  public final int availStreams() {
    return stream == null ? 1 : 0;
  }

  @Override
  public final long ctl(MuxQuery query) {
    return switch (query) {
      case STATUS -> connection.any(ConnFlags.WAIT_XPRT) ? 0 : 1;
      case EXIT_STATUS -> exitStatus().ordinal();
    };
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // whether it is this one is asked, not one like it
  public final void destroy() {
    // First of all: nothing may look at this mux afterwards (rule MUX-10).
    trace(TraceLevel.USER, TraceSource.CONNECTION, "destroy", connection.flags());
    WaitEvent watching = idle;
    if (watching != null) {
      unwatch();
      idle = null;
      watching.tasklet().free();
    }
    dropInput();
    release();
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
  public final int rcvBuf(Buffer into, int max, int flags) {
    ConnStream served = stream();
    if (max == 0) {
      if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
        served.set(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM);
      }
      return 0;
    }
    served.clear(StreamFlags.WANT_ROOM);
    int received = receive(into, max);
    trace(TraceLevel.DATA, TraceSource.RX, "rcvBuf", received);
    reportReceived();
    return received;
  }

  @Override
  public final int sndBuf(Buffer from, int max, int flags) {
    int sent = send(from, max, flags);
    trace(TraceLevel.DATA, TraceSource.TX, "sndBuf", sent);
    reportSent();
    return sent;
  }

  @Override
  public final void shut(int modes) {
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
      stream().clear(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM);
      boolean drain = (modes & SHR_DRAIN) != 0;
      if (!xprt.shutRead(drain) && drain) {
        connection.drain();
      }
    }
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    int below = events;
    if ((events & WaitEvent.RETRY_RECV) != 0 && isReady()) {
      waiter.tasklet().wake(Tasklet.WOKEN_IO);
      below &= ~WaitEvent.RETRY_RECV;
    }
    XprtOps xprt = connection.xprt();
    if (xprt != null && below != 0) {
      xprt.subscribe(below, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    XprtOps xprt = connection.xprt();
    if (xprt != null && events != 0) {
      xprt.unsubscribe(events, waiter);
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(name()).append(stream == null ? " orphan" : " attached ");
    if (stream != null) {
      stream.describe(to);
    }
    if (held() > 0) {
      to.append(" input=").append(held());
    }
  }

  /** Tells the stream of the peer's end, and of a failure, once it has all that came before. */
  protected final void reportReceived() {
    if (connection.isReadOver() && held() == 0) {
      ConnStream served = stream();
      served.reportEnd();
      if (connection.any(ConnFlags.ERROR)) {
        served.set(StreamFlags.ERROR);
      }
    }
  }

  /** Tells the stream of a failure, and of the peer's end before it. */
  protected final void reportSent() {
    if (connection.any(ConnFlags.ERROR)) {
      ConnStream served = stream();
      if (connection.isReadOver() && held() == 0) {
        served.reportEnd();
      }
      served.reportError();
    }
  }

  private void serve(ConnStream served) {
    stream = served;
    served.attach(connection, this);
    if (!served.any(StreamFlags.EOS | StreamFlags.ERROR)) {
      served.set(StreamFlags.RCV_MORE);
    }
    offer(served);
    trace(TraceLevel.USER, TraceSource.STREAM, "serve", served.flags());
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
      idle = new WaitEvent(new Tasklet(connection.loop(), idleKind, this));
    }
    xprt.subscribe(WaitEvent.RETRY_RECV, idle);
  }

  private void unwatch() {
    XprtOps xprt = connection.xprt();
    if (xprt != null && idle != null && idle.waits(WaitEvent.RETRY_RECV)) {
      xprt.unsubscribe(WaitEvent.RETRY_RECV, idle);
    }
  }
}
