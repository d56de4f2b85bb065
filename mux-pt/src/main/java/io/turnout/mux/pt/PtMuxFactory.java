package io.turnout.mux.pt;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;

/** Makes pass-through muxes, under the name {@code pt} or another. */
public final class PtMuxFactory implements MuxFactory {
  private final String name;
  private final boolean stays;
  private final TraceSource trace;

  /**
   * A factory.
   *
   * @param name the name in the configuration
   * @param stays whether its muxes refuse to be swapped away
   * @param trace where they trace
   */
  public PtMuxFactory(String name, boolean stays, TraceSource trace) {
    this.name = name;
    this.stays = stays;
    this.trace = trace;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MuxOps create(Connection connection) {
    return new PtMux(connection, stays, trace);
  }
}
