package io.turnout.tck;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.SpiLevel;
import io.turnout.spi.XprtProvider;
import java.util.function.BiFunction;

/** Provides transports that are made of the kit's own. */
record ReferenceXprtProvider(BiFunction<Connection, TraceSource, XprtOps> maker)
    implements XprtProvider {
  @Override
  public String name() {
    return "tested";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public XprtFactory newFactory(Traces traces) {
    TraceSource trace = traces.source("tested", "a transport");
    return new XprtFactory() {
      @Override
      public String name() {
        return "tested";
      }

      @Override
      public XprtOps create(Connection connection) {
        return maker.apply(connection, trace);
      }
    };
  }
}
