package io.turnout.proxy.stream;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.Tlv;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.FlightRecorderSink;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.listen.ClientSession;
import io.turnout.proxy.listen.HeaderField;
import io.turnout.proxy.log.TerminationCode;
import io.turnout.proxy.log.TerminationCode.Cause;
import io.turnout.proxy.log.TerminationCode.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two sides, two channels, and what becomes of them. */
final class Stream implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("stream.task");
  private static final long MEMORY_RETRY_NANOS = 10_000_000;
  private static final int ENDINGS = StreamFlags.EOS | StreamFlags.ERROR | StreamFlags.ERR_PENDING;

  private final ClientSession session;
  private final Streams streams;
  private final EventLoop loop;
  private final Side front;
  private final Side back;
  private final Channel request;
  private final Channel response;
  private final ServerConnector connector;

  /** Null if there are no rules on content. */
  private final @Nullable Inspection inspection;

  private final Task task;
  private final long number;
  private final long bornNanos;

  /** Its entry in a flight recording; null while nobody records. */
  private final @Nullable StreamEvent event;

  /** Its neighbours among the living of its frontend and loop. */
  @Nullable Stream newer;

  @Nullable Stream older;

  /** What {@code unique-id-format} calls it, from when that was first asked for. */
  @Nullable String uniqueId;

  private boolean memoryAwaited;
  private boolean tunnel;

  /** Bytes move as they come: the server's connection is up, and no rule has a say any more. */
  private boolean moving;

  /** Nothing is expected but that the client takes what is left for it. */
  private boolean serverClosed;

  /** A rule has begun TLS with the client, and what it agrees on is not known yet. */
  private boolean tlsStarted;

  private boolean ended;
  private @Nullable MuxExitStatus clientMuxExit;
  private @Nullable MuxExitStatus serverMuxExit;

  Stream(ClientSession session, Streams streams, EventLoop loop, long number) {
    StreamSettings settings = streams.settings();
    this.session = session;
    this.streams = streams;
    this.loop = loop;
    this.number = number;
    this.bornNanos = loop.now();
    this.event = FlightRecorderSink.isSupported() ? StreamEvent.begun() : null;
    this.front = new Side(this, loop, true);
    this.back = new Side(this, loop, false);
    this.request = new Channel(front, back, loop, settings.request());
    this.response = new Channel(back, front, loop, settings.response());
    this.connector = new ServerConnector(this, settings, loop);
    this.inspection = streams.inspect(this);
    this.task = new Task(loop, KIND, this);
    task.wake(Tasklet.WOKEN_INIT);
  }

  /** Starts with bytes that were received by somebody else. */
  void begin(@Nullable Buffer input, Connection client) {
    if (trace().on()) {
      trace()
          .emit(TraceLevel.USER, TraceSource.STREAM, "begin", client, front.conn(), input, number);
    }
    if (input != null) {
      request.begin(input);
    }
  }

  /** The stream's own task: it begins, a time has come, a place at a server was granted. */
  @Override
  public boolean run(int why) {
    agree();
    if (ended) {
      return false;
    }
    if ((why & Tasklet.WOKEN_INIT) != 0) {
      start();
    } else {
      retryForMemory();
      if (!ended) {
        checkTime();
      }
    }
    settle();
    return !ended;
  }

  @Override
  public void failed(Throwable thrown) {
    broken();
  }

  /** A connection has something to tell. Returns whether the stream lives on. */
  boolean woken(Side side) {
    agree();
    if (ended) {
      return false;
    }
    if (moving) {
      forward(side);
    } else {
      prepare(side);
    }
    settle();
    return !ended;
  }

  /** A rule has begun TLS with the client. */
  void tlsStarted() {
    tlsStarted = true;
  }

  /** Whether TLS with the client has begun, and is not agreed on: nobody knows yet who it is. */
  boolean isSecuring() {
    return tlsStarted;
  }

  /** Before any byte that is protected moves, its mux is the one that both agreed on. */
  private void agree() {
    if (tlsStarted && !ended && !ClientTls.isAwaited(this)) {
      tlsStarted = false;
      if (!ClientTls.takeAgreedMux(this)) {
        end(Cause.INTERNAL);
      }
    }
  }

  /** The server's connection is up. */
  void established() {
    back.trace(TraceLevel.STATE, TraceSource.STREAM, "established", null, number);
    front.open();
    back.open();
    Inspection looking = inspection;
    if (looking == null) {
      moving = true;
    } else {
      looking.established();
    }
    rearm(deadline());
    streams.established(this);
    request.pump();
    response.pump();
    if (looking != null) {
      looking.look();
    }
  }

  /** The rules let the client's bytes pass: it is time for a server. */
  void requestAccepted() {
    connector.start();
  }

  /** The rules let the server's bytes pass, and have no say any more. */
  void responseAccepted() {
    moving = true;
    front.unhold();
    rearm(deadline());
    response.pump();
  }

  /** Rules look again when something comes, or at their time. */
  void waitForRules() {
    Inspection looking = inspection;
    if (looking != null && looking.holdsRequest()) {
      rearm(Math.min(expiryOf(front), looking.deadlineNanos()));
    } else {
      rearm(deadline());
    }
  }

  /** A rule closes the server's connection; what came from there still goes to the client. */
  void closeServer() {
    back.conn().shut(StreamEndpoint.SHR_RESET | StreamEndpoint.SHW_NORMAL);
    endBehindResponse();
  }

  /** The same without lingering; of the response, what rules have not let pass is dropped. */
  private void cutServer() {
    if (!moving) {
      response.release();
    }
    serverMuxExit = exitOfServerMux();
    back.conn().detach();
    endBehindResponse();
  }

  private void endBehindResponse() {
    serverClosed = true;
    moving = false;
    if (inspection != null) {
      inspection.stop();
    }
    front.unhold();
    rearm(deadline());
    endIfFlushed();
  }

  /** A rule wants another mux on that side, which starts with the bytes that came so far. */
  void switchMux(Side side, String mux) {
    Connection connection = side.conn().connection();
    if (connection == null) {
      return;
    }
    io.turnout.spi.Side where =
        side == front ? io.turnout.spi.Side.FRONT : io.turnout.spi.Side.BACK;
    Channel in = side == front ? request : response;
    Buffer unread = in.content();
    int count = unread == null ? 0 : unread.length();
    SwapOutcome outcome = swaps().swap(connection, where, mux, unread);
    if (outcome == SwapOutcome.DONE) {
      in.unreceive(count);
      in.pump();
    }
  }

  /** Whether that side gets a half close; else it is closed at once when the other has ended. */
  boolean lingersAt(Side side) {
    return side == front ? streams.clientLingers() : streams.serverLingers();
  }

  /** Something threw. */
  void broken() {
    end(Cause.INTERNAL);
  }

  /** There is no memory for a buffer: tries again in a moment. */
  void waitForMemory() {
    memoryAwaited = true;
    rearm(task.expiresNanos());
  }

  /** Ends it all, once. */
  void end(Cause cause) {
    if (ended) {
      return;
    }
    ended = true;
    State at = cause == Cause.NONE ? State.NONE : connector.state();
    TerminationCode termination = TerminationCode.of(cause, at);
    if (trace().on()) {
      front.trace(TraceLevel.USER, TraceSource.STREAM, "end " + termination, null, number);
    }
    askMuxes();
    // A mux keeps what is not shut: TerminationIT.clientTimesOut.
    int how = streams.clientLingers() ? StreamEndpoint.SHW_NORMAL : StreamEndpoint.SHW_SILENT;
    front.conn().shut(StreamEndpoint.SHR_DRAIN | how);
    giveUpFarewell();
    if (cause != Cause.NONE) {
      back.conn().shut(StreamEndpoint.SHR_RESET | StreamEndpoint.SHW_NORMAL);
    }
    boolean wasEstablished = connector.isEstablished();
    connector.release();
    try {
      streams.ended(this, termination, wasEstablished);
      if (event != null) {
        event.finish(this, termination);
      }
    } finally {
      letGo();
    }
  }

  /** Nobody watches over a client any more that leaves no room for its transport's last words. */
  private void giveUpFarewell() {
    Connection client = front.conn().connection();
    if (client != null && client.any(ConnFlags.FAREWELL)) {
      client.shutWrite(false);
    }
  }

  /** Gives back all that it has. */
  private void letGo() {
    request.release();
    response.release();
    front.conn().detach();
    front.conn().free();
    back.conn().free();
    task.free();
  }

  /** How the muxes' work ended, asked before anything is shut on their connections. */
  private void askMuxes() {
    clientMuxExit = session.connection().muxExitStatus();
    if (serverMuxExit == null) {
      serverMuxExit = exitOfServerMux();
    }
  }

  private @Nullable MuxExitStatus exitOfServerMux() {
    Connection toServer = connector.connection();
    return toServer == null ? null : toServer.muxExitStatus();
  }

  /** How the work of the client's mux ended; null while the stream lives. */
  @Nullable MuxExitStatus clientMuxExit() {
    return clientMuxExit;
  }

  /** The same of the server's; null also if no server was called. */
  @Nullable MuxExitStatus serverMuxExit() {
    return serverMuxExit;
  }

  ClientSession session() {
    return session;
  }

  Side front() {
    return front;
  }

  Side back() {
    return back;
  }

  Channel request() {
    return request;
  }

  Channel response() {
    return response;
  }

  boolean hasEnded() {
    return ended;
  }

  TraceSource trace() {
    return streams.trace();
  }

  MuxSwaps swaps() {
    return streams.settings().swaps();
  }

  /** What the PROXY header to the server that is called is to tell of this stream. */
  List<Tlv> headerFields(List<HeaderField> formats) {
    return formats.isEmpty() ? List.of() : streams.headerFields(this, formats);
  }

  /** Whether it got as far as to its backend. */
  boolean hasBackend() {
    return inspection == null || inspection.hasBackend();
  }

  Task task() {
    return task;
  }

  ServerConnector connector() {
    return connector;
  }

  long number() {
    return number;
  }

  /** Nanoseconds since it began. */
  long age() {
    return loop.now() - bornNanos;
  }

  long bytesFromClient() {
    return request.total();
  }

  long bytesToClient() {
    return response.total();
  }

  EventLoop loop() {
    return loop;
  }

  private void start() {
    front.open();
    Inspection looking = inspection;
    if (looking == null) {
      connector.start();
      if (!ended) {
        request.pump();
      }
      return;
    }
    if (looking.concernsResponse()) {
      front.hold();
    }
    request.pump();
    looking.look();
  }

  private void forward(Side side) {
    Channel out = side == front ? response : request;
    Channel in = side == front ? request : response;
    if (out.holds()) {
      out.pump();
    }
    in.pump();
    becomeTunnel();
  }

  /** The server's connection is not up yet, or rules look at what comes. */
  private void prepare(Side side) {
    if (side == back && !connector.isEstablished()) {
      connector.proceed();
      return;
    }
    if (serverClosed) {
      return;
    }
    forward(side);
    if (inspection != null) {
      inspection.look();
    }
  }

  private void endIfFlushed() {
    response.pump();
    if (front.any(StreamFlags.ERROR)) {
      end(Cause.CLIENT_ABORT);
    } else if (!response.holds()) {
      endBehindFarewells();
    }
  }

  /** Acts on ends of stream and errors, if there are any. */
  private void settle() {
    if (ended) {
      return;
    }
    if (serverClosed) {
      endIfFlushed();
      return;
    }
    if (!front.any(ENDINGS) && !back.any(ENDINGS)) {
      return;
    }
    if (front.any(StreamFlags.ERROR)) {
      end(Cause.CLIENT_ABORT);
    } else if (!connector.isEstablished()) {
      if (front.hasEnded() && streams.abortsOnClose()) {
        end(Cause.CLIENT_ABORT);
      }
    } else if (back.any(StreamFlags.ERROR) && !response.holds()) {
      end(Cause.SERVER_ABORT);
    } else {
      forwardEnds();
    }
  }

  private void forwardEnds() {
    boolean requestOver = front.hasEnded() && !request.holds();
    boolean responseOver = back.hasEnded() && !response.holds();
    if (requestOver && responseOver) {
      endBehindFarewells();
      return;
    }
    if (requestOver) {
      forwardEnd(back);
    }
    if (responseOver) {
      forwardEnd(front);
    }
  }

  /**
   * All bytes have left; what protects them may have a last word that a socket did not take yet.
   */
  private void endBehindFarewells() {
    boolean frontWaits = hasFarewell(front);
    boolean backWaits = !serverClosed && hasFarewell(back);
    if (frontWaits || backWaits) {
      rearm(deadline());
    } else {
      end(Cause.NONE);
    }
  }

  private boolean hasFarewell(Side side) {
    if (lingersAt(side)) {
      side.shutWrite();
    }
    return side.awaitsFarewell();
  }

  /**
   * One direction is over, whose receiver hears of it; without lingering the other is over, too.
   */
  private void forwardEnd(Side to) {
    if (!lingersAt(to)) {
      if (to == back) {
        cutServer();
      } else {
        end(Cause.NONE);
      }
    } else if (!to.isWriteShut()) {
      to.shutWrite();
      rearm(deadline());
    }
  }

  /** Buffers may be there again. */
  private void retryForMemory() {
    if (memoryAwaited) {
      memoryAwaited = false;
      request.pump();
      response.pump();
    }
  }

  private void checkTime() {
    Inspection looking = inspection;
    if (looking != null && !looking.isDone()) {
      looking.look();
      if (ended) {
        return;
      }
      if (looking.holdsRequest()) {
        checkClient();
        return;
      }
    }
    if (connector.isEstablished()) {
      checkTimeouts();
    } else if (loop.now() >= connector.deadlineNanos()) {
      connector.expire();
    } else {
      rearm(connector.deadlineNanos());
      connector.proceed();
    }
  }

  /** While its bytes are looked at, only the client is waited for. */
  private void checkClient() {
    if (expiryOf(front) <= loop.now()) {
      front.late();
      end(Cause.CLIENT_TIMEOUT);
    } else {
      waitForRules();
    }
  }

  /** Sets the time for {@link #run}, and keeps a sooner one at which memory is tried for again. */
  void rearm(long deadline) {
    task.expireAt(memoryAwaited ? Math.min(deadline, loop.now() + MEMORY_RETRY_NANOS) : deadline);
  }

  private void checkTimeouts() {
    front.stopClockUnlessAwaited();
    back.stopClockUnlessAwaited();
    long now = loop.now();
    if (expiryOf(front) <= now) {
      front.late();
      end(Cause.CLIENT_TIMEOUT);
    } else if (expiryOf(back) <= now) {
      back.late();
      end(Cause.SERVER_TIMEOUT);
    } else {
      rearm(deadline());
    }
  }

  private long deadline() {
    long idle = Math.min(expiryOf(front), expiryOf(back));
    return inspection == null ? idle : Math.min(idle, inspection.deadlineNanos());
  }

  private long expiryOf(Side side) {
    long nanos = side == back && serverClosed ? Task.NEVER : timeoutOf(side);
    return nanos == Task.NEVER ? Task.NEVER : side.movedNanos() + nanos;
  }

  private long timeoutOf(Side side) {
    StreamTimeouts timeouts = streams.settings().timeouts();
    if (side == front && timeouts.clientHandshake() != Task.NEVER && front.isAgreeing()) {
      return timeouts.clientHandshake();
    }
    long fin = side == front ? timeouts.clientFin() : timeouts.serverFin();
    if (side.isWriteShut() && fin != Task.NEVER) {
      return fin;
    }
    if (tunnel && timeouts.tunnel() != Task.NEVER) {
      return timeouts.tunnel();
    }
    return side == front ? timeouts.client() : timeouts.server();
  }

  /** Once bytes went both ways the tunnel's timeout holds, which may be the shorter one. */
  private void becomeTunnel() {
    if (!tunnel && request.total() > 0 && response.total() > 0) {
      tunnel = true;
      rearm(deadline());
    }
  }
}
