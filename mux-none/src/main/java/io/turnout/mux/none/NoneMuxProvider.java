package io.turnout.mux.none;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import io.turnout.mux.pt.PtMuxFactory;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.EnumSet;
import java.util.Set;

/** Provides the mux {@code none}. */
public final class NoneMuxProvider implements MuxProvider {
  @Override
  public String name() {
    return "none";
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
    return new PtMuxFactory("none", true, traces.source("none", "pass-through mux that stays"));
  }
}
