package io.turnout.proxy.stream;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.Tlv;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.listen.ClientSession;
import io.turnout.proxy.listen.HeaderField;
import io.turnout.proxy.log.TerminationCode.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two sides, two channels, and what becomes of them. */
final class Stream implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("stream.task");

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
  private final Deadlines deadlines;
  private final Endings endings;
  private final long number;
  private final long bornNanos;

  /** Its neighbours among the living of its frontend and loop. */
  @Nullable Stream newer;

  @Nullable Stream older;

  /** What {@code unique-id-format} calls it, from when that was first asked for. */
  @Nullable String uniqueId;

  /** Bytes move as they come: the server's connection is up, and no rule has a say any more. */
  private boolean moving;

  /** A rule has begun TLS with the client, and what it agrees on is not known yet. */
  private boolean tlsStarted;

  Stream(ClientSession session, Streams streams, EventLoop loop, long number) {
    StreamSettings settings = streams.settings();
    this.session = session;
    this.streams = streams;
    this.loop = loop;
    this.number = number;
    this.bornNanos = loop.now();
    this.front = new Side(this, loop, true);
    this.back = new Side(this, loop, false);
    this.request = new Channel(front, back, loop, settings.request());
    this.response = new Channel(back, front, loop, settings.response());
    this.connector = new ServerConnector(this, settings, loop);
    this.inspection = streams.inspect(this);
    this.task = new Task(loop, KIND, this);
    this.deadlines = new Deadlines(settings.timeouts(), task, loop, front, back, inspection);
    this.endings = new Endings(this, streams);
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
    if (hasEnded()) {
      return false;
    }
    if ((why & Tasklet.WOKEN_INIT) != 0) {
      start();
    } else {
      retryForMemory();
      if (!hasEnded()) {
        checkTime();
      }
    }
    endings.settle();
    return !hasEnded();
  }

  @Override
  public void failed(Throwable thrown) {
    broken();
  }

  /** A connection has something to tell. Returns whether the stream lives on. */
  boolean woken(Side side) {
    agree();
    if (hasEnded()) {
      return false;
    }
    if (moving) {
      forward(side);
    } else {
      prepare(side);
    }
    endings.settle();
    return !hasEnded();
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
    if (tlsStarted && !hasEnded() && !ClientTls.isAwaited(this)) {
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
    deadlines.reset();
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
    deadlines.reset();
    response.pump();
  }

  /** Rules look again when something comes, or at their time. */
  void waitForRules() {
    deadlines.waitForRules();
  }

  /** A rule closes the server's connection; what came from there still goes to the client. */
  void closeServer() {
    endings.closeServer();
  }

  /** Nothing more comes from the server, and no rule has a say any more. */
  void serverClosed() {
    moving = false;
    if (inspection != null) {
      inspection.stop();
    }
    front.unhold();
    deadlines.serverClosed();
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
    deadlines.waitForMemory();
  }

  /** Ends it all, once. */
  void end(Cause cause) {
    endings.end(cause);
  }

  /** Gives back all that it has. */
  void letGo() {
    request.release();
    response.release();
    front.conn().detach();
    front.conn().free();
    back.conn().free();
    task.free();
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

  /** How it ends, and how it has ended. */
  Endings endings() {
    return endings;
  }

  boolean hasEnded() {
    return endings.isOver();
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

  Deadlines deadlines() {
    return deadlines;
  }

  /** Whether bytes move as they come: a server is connected, and no rule has a say. */
  boolean isMoving() {
    return moving;
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
      if (!hasEnded()) {
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
    if (request.total() > 0 && response.total() > 0) {
      deadlines.becomeTunnel();
    }
  }

  /** The server's connection is not up yet, or rules look at what comes. */
  private void prepare(Side side) {
    if (side == back && !connector.isEstablished()) {
      connector.proceed();
      return;
    }
    if (endings.isServerClosed()) {
      return;
    }
    forward(side);
    if (inspection != null) {
      inspection.look();
    }
  }

  /** Buffers may be there again. */
  private void retryForMemory() {
    if (deadlines.isTimeForMemory()) {
      request.pump();
      response.pump();
    }
  }

  private void checkTime() {
    Inspection looking = inspection;
    if (looking != null && !looking.isDone()) {
      looking.look();
      if (hasEnded()) {
        return;
      }
      if (looking.holdsRequest()) {
        endIfLate(deadlines.lateForRules());
        return;
      }
    }
    if (connector.isEstablished()) {
      endIfLate(deadlines.late());
    } else if (loop.now() >= connector.deadlineNanos()) {
      connector.expire();
    } else {
      deadlines.set(connector.deadlineNanos());
      connector.proceed();
    }
  }

  private void endIfLate(Cause late) {
    if (late != Cause.NONE) {
      end(late);
    }
  }
}
