package io.turnout.proxy.testing;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.Set;

/** A mux for both sides of {@code mode tcp}, which only says how it is made for a connection. */
interface TestMux extends MuxProvider {
  /** Makes one. */
  MuxOps create(Connection connection, TraceSource trace);

  @Override
  default int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  default Set<Side> sides() {
    return Set.of(Side.values());
  }

  @Override
  default Set<Mode> modes() {
    return Set.of(Mode.TCP);
  }

  @Override
  default MuxFactory newFactory(Traces traces) {
    TraceSource trace = traces.source(name(), "a mux of tests");
    return new MuxFactory() {
      @Override
      public String name() {
        return TestMux.this.name();
      }

      @Override
      public MuxOps create(Connection connection) {
        return TestMux.this.create(connection, trace);
      }
    };
  }
}
