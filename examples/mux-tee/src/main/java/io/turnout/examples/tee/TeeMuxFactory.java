package io.turnout.examples.tee;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;

/** Makes tee muxes, which share one writer. */
final class TeeMuxFactory implements MuxFactory {
  private final Copier copier;
  private final TraceSource trace;

  TeeMuxFactory(Copier copier, TraceSource trace) {
    this.copier = copier;
    this.trace = trace;
  }

  @Override
  public String name() {
    return "tee";
  }

  @Override
  public MuxOps create(Connection connection) {
    return new TeeMux(connection, copier, trace);
  }
}
