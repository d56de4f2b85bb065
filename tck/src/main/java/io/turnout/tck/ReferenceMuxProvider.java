package io.turnout.tck;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;

/** Provides the kit's own mux, or one that is made of it. */
record ReferenceMuxProvider(String name, BiFunction<Connection, TraceSource, MuxOps> maker)
    implements MuxProvider {

  /** The kit's own mux, which reads so many bytes when it is left. */
  static ReferenceMuxProvider readingAhead(int bytes) {
    return new ReferenceMuxProvider(
        "reference", (connection, trace) -> new ReferenceMux(connection, trace, bytes));
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
    return EnumSet.allOf(Mode.class);
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    TraceSource trace = traces.source(name, "the kit's mux");
    return new MuxFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public MuxOps create(Connection connection) {
        return maker.apply(connection, trace);
      }
    };
  }
}
