package io.turnout.xprt.ssl;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;

/** Makes TLS transports with what their context has read last. */
final class SslXprtFactory implements XprtFactory {
  private final SslContext context;
  private final TraceSource trace;

  SslXprtFactory(SslContext context, TraceSource trace) {
    this.context = context;
    this.trace = trace;
  }

  @Override
  public String name() {
    return "ssl";
  }

  @Override
  public XprtOps create(Connection connection) {
    XprtOps below = connection.xprt();
    if (below == null) {
      throw new IllegalStateException("TLS stands on another transport, and there is none");
    }
    Opening opening = new Opening(context.serving(), context.tally(), RecordBuffers.ofThread());
    return new SslXprt(connection, below, opening, context.tally(), trace);
  }
}
