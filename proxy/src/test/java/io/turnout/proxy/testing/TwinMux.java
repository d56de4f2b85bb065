package io.turnout.proxy.testing;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugins;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.Set;

/**
 * The pass-through mux under another name, for tests that swap.
 *
 * @param name its name
 * @param sides where it serves
 * @param modes what it serves
 */
public record TwinMux(String name, Set<Side> sides, Set<Mode> modes) implements MuxProvider {
  /** One for {@code mode tcp}. */
  public TwinMux(String name, Set<Side> sides) {
    this(name, sides, Set.of(Mode.TCP));
  }

  /** One for both sides of {@code mode tcp}. */
  public TwinMux(String name) {
    this(name, Set.of(Side.values()));
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    MuxFactory twin = Plugins.muxes().named("pt").orElseThrow().newFactory(traces);
    return new MuxFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public MuxOps create(Connection connection) {
        return twin.create(connection);
      }
    };
  }
}
