package io.turnout.tck;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.EnumSet;
import java.util.Set;

/** A provider whose factory has another name than itself. */
final class Misnamed implements MuxProvider {
  @Override
  public String name() {
    return "misnamed";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.of(Side.FRONT);
  }

  @Override
  public Set<Mode> modes() {
    return EnumSet.of(Mode.TCP);
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    return new ReferenceMuxProvider("tested", (conn, trace) -> new ReferenceMux(conn, trace, 0))
        .newFactory(traces);
  }
}
