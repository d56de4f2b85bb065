package io.turnout.mux.pt;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;

/** Makes pass-through muxes. */
final class PtMuxFactory implements MuxFactory {
  private final TraceSource trace;

  PtMuxFactory(TraceSource trace) {
    this.trace = trace;
  }

  @Override
  public String name() {
    return "pt";
  }

  @Override
  public MuxOps create(Connection connection) {
    return new PtMux(connection, trace);
  }
}
