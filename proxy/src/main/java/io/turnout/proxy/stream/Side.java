package io.turnout.proxy.stream;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SpliceEndpoint;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traceable;
import org.jspecify.annotations.Nullable;

/** A stream's face to one of its two connections. */
final class Side implements TaskletHandler {
  private static final HandlerKind FRONT = HandlerKind.of("stream.front");
  private static final HandlerKind BACK = HandlerKind.of("stream.back");

  private final Stream stream;
  private final EventLoop loop;
  private final ConnStream conn;
  private boolean open;
  private boolean held;
  private boolean takes;
  private boolean writeShut;
  private long movedNanos;

  Side(Stream stream, EventLoop loop, boolean front) {
    this.stream = stream;
    this.loop = loop;
    this.conn = new ConnStream(loop, front ? FRONT : BACK, this);
  }

  @Override
  public boolean run(int why) {
    return stream.woken(this);
  }

  @Override
  public void failed(Throwable thrown) {
    stream.broken();
  }

  /** Tells what happened here, if that is asked for. */
  void trace(TraceLevel level, int group, String where, @Nullable Traceable buffer, long number) {
    TraceSource trace = stream.trace();
    if (trace.on()) {
      trace.emit(level, group, where, conn.connection(), conn, buffer, number);
    }
  }

  ConnStream conn() {
    return conn;
  }

  Tasklet tasklet() {
    return conn.tasklet();
  }

  /** The connection is up: from now on bytes move. Again once the other is up, too. */
  void open() {
    open = true;
    takes = !held;
    moved();
  }

  /** Nothing may be sent here until {@link #unhold()}. */
  void hold() {
    held = true;
    takes = false;
  }

  /** Sending is as possible as if it had never been held. */
  void unhold() {
    held = false;
    takes = open;
  }

  /** Whether the connection is up. */
  boolean isOpen() {
    return open;
  }

  /** Bytes moved here just now. */
  void moved() {
    movedNanos = loop.now();
  }

  /** When bytes last moved here. */
  long movedNanos() {
    return movedNanos;
  }

  boolean any(int streamFlags) {
    return conn.any(streamFlags);
  }

  /** Whether receiving may be tried: it is up, has not ended, and is not waited for already. */
  boolean mayReceive() {
    return open
        && conn.isAttached()
        && !conn.any(StreamFlags.EOS | StreamFlags.ERROR | StreamFlags.SHR_DONE)
        && !conn.waitEvent().waits(WaitEvent.RETRY_RECV);
  }

  /**
   * Whether sending may be tried: it is up, not shut or held, has not failed, is not waited for.
   */
  boolean maySend() {
    return takes
        && conn.isAttached()
        && !conn.any(StreamFlags.ERROR | StreamFlags.ERR_PENDING | StreamFlags.SHW_DONE)
        && !conn.waitEvent().waits(WaitEvent.RETRY_SEND);
  }

  /** Whether nothing can be sent any more because sending, or all of it, has failed. */
  boolean hasFailed() {
    return conn.any(StreamFlags.ERROR | StreamFlags.ERR_PENDING);
  }

  /** Whether bytes may leave here through a pipe. */
  boolean maySplice() {
    return takes && conn.splice() != null;
  }

  @Nullable SpliceEndpoint splice() {
    return conn.splice();
  }

  StreamEndpoint endpoint() {
    return conn.endpoint();
  }

  /** Waits for the peer; if for its bytes, its time to send some begins now. */
  void subscribe(int events) {
    if ((events & WaitEvent.RETRY_RECV) != 0 && !isAgreeing()) {
      moved();
    }
    conn.subscribe(events);
  }

  /** A peer that nothing is wanted of has all its time before it. */
  void stopClockUnlessAwaited() {
    if (conn.waitEvent().events() == 0 && !isAgreeing()) {
      moved();
    }
  }

  /** There is no buffer to receive into: tries again in a moment. */
  void waitForMemory() {
    stream.waitForMemory();
  }

  /** Nothing came in time; if TLS was to begin, that is why. */
  void late() {
    Connection connection = conn.connection();
    if (connection != null && isAgreeing()) {
      connection.fail(connection.timeoutError());
    }
  }

  /**
   * Whether its connection turns to TLS while the stream runs. What comes for that is no progress
   * of the stream: a peer that sends it byte by byte gets no more time.
   */
  boolean isAgreeing() {
    Connection connection = conn.connection();
    return connection != null && connection.timeoutError().isBeforeData();
  }

  /** Whether the end of stream has been received. */
  boolean hasEnded() {
    return conn.any(StreamFlags.EOS);
  }

  /** Whether nothing more can be sent. */
  boolean isWriteShut() {
    return writeShut;
  }

  /** Whether the end of stream will be told here as soon as what is held has left. */
  boolean getsEndOf(Side other) {
    return other.hasEnded() && stream.lingersAt(this);
  }

  /** Tells the peer that nothing follows. */
  void shutWrite() {
    if (!writeShut) {
      writeShut = true;
      trace(TraceLevel.PROTO, TraceSource.STREAM, "shutWrite", null, 0);
      conn.shut(StreamEndpoint.SHW_NORMAL);
    }
  }

  /** Whether the socket has to take its transports' last words yet; if so, waits for that. */
  boolean awaitsFarewell() {
    Connection connection = conn.connection();
    boolean awaits = connection != null && connection.any(ConnFlags.FAREWELL) && !hasFailed();
    if (awaits && !conn.waitEvent().waits(WaitEvent.RETRY_SEND)) {
      subscribe(WaitEvent.RETRY_SEND);
    }
    return awaits;
  }
}
