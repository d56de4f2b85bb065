package io.turnout.xprt.raw;

import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.SpiLevel;
import io.turnout.spi.XprtProvider;

/** Provides the transport {@code raw}. */
public final class RawXprtProvider implements XprtProvider {
  @Override
  public String name() {
    return "raw";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public XprtFactory newFactory(Traces traces) {
    return new RawXprtFactory(traces.source("raw", "plain transport"));
  }
}
