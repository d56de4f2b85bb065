package io.turnout.xprt.raw;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;

/** Makes plain transports. */
final class RawXprtFactory implements XprtFactory {
  private final TraceSource trace;

  RawXprtFactory(TraceSource trace) {
    this.trace = trace;
  }

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public XprtOps create(Connection connection) {
    return new RawXprt(connection, trace);
  }
}
