package io.turnout.mux.pt;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.EnumSet;
import java.util.Set;

/** Provides the mux {@code pt}. */
public final class PtMuxProvider implements MuxProvider {
  @Override
  public String name() {
    return "pt";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.allOf(Side.class);
  }

  @Override
  public Set<Mode> modes() {
    return EnumSet.of(Mode.TCP);
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    return new PtMuxFactory("pt", false, traces.source("pt", "pass-through mux"));
  }
}
