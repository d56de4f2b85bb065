package io.turnout.mux.pt;

import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SpliceEndpoint;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import org.jspecify.annotations.Nullable;

/** One stream with the connection's bytes, which may pass by a pipe where the transport can. */
final class PtMux extends SingleStreamMux implements SpliceEndpoint {
  private static final HandlerKind IDLE = HandlerKind.of("pt.idle");

  private final boolean stays;

  PtMux(Connection connection, boolean stays, TraceSource trace) {
    super(connection, IDLE, trace);
    this.stays = stays;
  }

  @Override
  public String name() {
    return "PASS";
  }

  @Override
  public @Nullable SwapOutcome objection() {
    return stays ? SwapOutcome.REFUSED : null;
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    ConnStream served = stream();
    SpliceXprt capable = connection().spliceXprt();
    if (capable == null || held() > 0) {
      served.clear(StreamFlags.MAY_SPLICE);
      return 0;
    }
    int received = capable.rcvPipe(into, max);
    trace(TraceLevel.DATA, TraceSource.RX, "rcvPipe", received);
    if (received < 0) {
      served.clear(StreamFlags.MAY_SPLICE);
      return 0;
    }
    reportReceived();
    return received;
  }

  @Override
  public int sndPipe(Pipe from) {
    SpliceXprt capable = connection().spliceXprt();
    int sent = capable == null ? 0 : capable.sndPipe(from);
    trace(TraceLevel.DATA, TraceSource.TX, "sndPipe", sent);
    reportSent();
    return sent;
  }

  /** A handshake that has left the stack may have left one that can be spliced. */
  @Override
  protected void offer(ConnStream served) {
    if (connection().spliceXprt() != null && held() == 0) {
      served.set(StreamFlags.MAY_SPLICE);
    }
  }
}
