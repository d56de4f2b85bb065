package io.turnout.proxy.stream;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.StreamEndpoint;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.trace.FlightRecorderSink;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.log.TerminationCode;
import io.turnout.proxy.log.TerminationCode.Cause;
import io.turnout.proxy.log.TerminationCode.State;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the ends of stream and of the errors that a stream's two connections tell.
 *
 * <pre>
 *   one direction over ──▶ its receiver hears of it ──other over──▶ farewells ──▶ all ends
 *   server closed ──▶ the client takes what is there for it ───────────▲
 * </pre>
 */
final class Endings {
  private static final int ANY = StreamFlags.EOS | StreamFlags.ERROR | StreamFlags.ERR_PENDING;

  private final Stream stream;
  private final Streams streams;
  private final Side front;
  private final Side back;
  private final Channel request;
  private final Channel response;

  /** The stream's entry in a flight recording; null while nobody records. */
  private final @Nullable StreamEvent event;

  /** Nothing is expected but that the client takes what is left for it. */
  private boolean serverClosed;

  private boolean over;
  private @Nullable MuxExitStatus clientMuxExit;
  private @Nullable MuxExitStatus serverMuxExit;

  /** Of a stream whose sides and channels are made. */
  Endings(Stream stream, Streams streams) {
    this.stream = stream;
    this.streams = streams;
    this.event = FlightRecorderSink.isSupported() ? StreamEvent.begun() : null;
    this.front = stream.front();
    this.back = stream.back();
    this.request = stream.request();
    this.response = stream.response();
  }

  /** Whether the server's connection is closed, while the client's goes on. */
  boolean isServerClosed() {
    return serverClosed;
  }

  /** Whether all has ended. */
  boolean isOver() {
    return over;
  }

  /** How the work of the client's mux ended; null while the stream lives. */
  @Nullable MuxExitStatus clientMuxExit() {
    return clientMuxExit;
  }

  /** The same of the server's; null also if no server was called. */
  @Nullable MuxExitStatus serverMuxExit() {
    return serverMuxExit;
  }

  /** Acts on ends of stream and errors, if there are any. */
  void settle() {
    if (over) {
      return;
    }
    if (serverClosed) {
      endIfFlushed();
      return;
    }
    if (!front.any(ANY) && !back.any(ANY)) {
      return;
    }
    if (front.any(StreamFlags.ERROR)) {
      end(Cause.CLIENT_ABORT);
    } else if (!stream.connector().isEstablished()) {
      if (front.hasEnded() && streams.abortsOnClose()) {
        end(Cause.CLIENT_ABORT);
      }
    } else if (back.any(StreamFlags.ERROR) && !response.holds()) {
      end(Cause.SERVER_ABORT);
    } else {
      forwardEnds();
    }
  }

  /** A rule closes the server's connection; what came from there still goes to the client. */
  void closeServer() {
    back.conn().shut(StreamEndpoint.SHR_RESET | StreamEndpoint.SHW_NORMAL);
    endBehindResponse();
  }

  /** The same without lingering; of the response, what rules have not let pass is dropped. */
  private void cutServer() {
    if (!stream.isMoving()) {
      response.release();
    }
    serverMuxExit = exitOfServerMux();
    back.conn().detach();
    endBehindResponse();
  }

  private void endBehindResponse() {
    serverClosed = true;
    stream.serverClosed();
    endIfFlushed();
  }

  private void endIfFlushed() {
    response.pump();
    if (front.any(StreamFlags.ERROR)) {
      end(Cause.CLIENT_ABORT);
    } else if (!response.holds()) {
      endBehindFarewells();
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
   * One direction is over, whose receiver hears of it; without lingering the other is over, too.
   */
  @SuppressWarnings("ReferenceEquality") // which of its two sides
  private void forwardEnd(Side to) {
    if (stream.lingersAt(to)) {
      if (!to.isWriteShut()) {
        to.shutWrite();
        stream.deadlines().reset();
      }
    } else if (to == back) {
      cutServer();
    } else {
      end(Cause.NONE);
    }
  }

  /**
   * All bytes have left; what protects them may have a last word that a socket did not take yet.
   */
  private void endBehindFarewells() {
    boolean frontWaits = hasFarewell(front);
    boolean backWaits = !serverClosed && hasFarewell(back);
    if (frontWaits || backWaits) {
      stream.deadlines().reset();
    } else {
      end(Cause.NONE);
    }
  }

  private boolean hasFarewell(Side side) {
    if (stream.lingersAt(side)) {
      side.shutWrite();
    }
    return side.awaitsFarewell();
  }

  /** Ends it all, once. */
  void end(Cause cause) {
    if (over) {
      return;
    }
    over = true;
    State at = cause == Cause.NONE ? State.NONE : stream.connector().state();
    TerminationCode termination = TerminationCode.of(cause, at);
    if (stream.trace().on()) {
      front.trace(TraceLevel.USER, TraceSource.STREAM, "end " + termination, null, stream.number());
    }
    askMuxes();
    // A mux keeps what is not shut: TerminationIT.clientTimesOut.
    int how = streams.clientLingers() ? StreamEndpoint.SHW_NORMAL : StreamEndpoint.SHW_SILENT;
    front.conn().shut(StreamEndpoint.SHR_DRAIN | how);
    giveUpFarewell();
    if (cause != Cause.NONE) {
      back.conn().shut(StreamEndpoint.SHR_RESET | StreamEndpoint.SHW_NORMAL);
    }
    boolean wasEstablished = stream.connector().isEstablished();
    stream.connector().release();
    try {
      streams.ended(stream, termination, wasEstablished);
      if (event != null) {
        event.finish(stream, termination);
      }
    } finally {
      stream.letGo();
    }
  }

  /** Nobody watches over a client any more that leaves no room for its transport's last words. */
  private void giveUpFarewell() {
    Connection client = front.conn().connection();
    if (client != null && client.any(ConnFlags.FAREWELL)) {
      client.shutWrite(false);
    }
  }

  /** How the muxes' work ended, asked before anything is shut on their connections. */
  private void askMuxes() {
    clientMuxExit = stream.session().connection().muxExitStatus();
    if (serverMuxExit == null) {
      serverMuxExit = exitOfServerMux();
    }
  }

  private @Nullable MuxExitStatus exitOfServerMux() {
    Connection toServer = stream.connector().connection();
    return toServer == null ? null : toServer.muxExitStatus();
  }
}
