package io.turnout.proxy.testing;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * A mux that throws from {@code init}.
 *
 * @param alpn the protocol that chooses it, or ""
 */
public record FailingMux(String alpn) implements MuxProvider {
  /** One that is chosen by its name. */
  public FailingMux() {
    this("");
  }

  @Override
  public String name() {
    return "failing";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return Set.of(Side.values());
  }

  @Override
  public Set<Mode> modes() {
    return Set.of(Mode.TCP);
  }

  @Override
  public MuxFactory newFactory(Traces traces) {
    return new MuxFactory() {
      @Override
      public String name() {
        return "failing";
      }

      @Override
      public MuxOps create(Connection connection) {
        return (MuxOps)
            Proxy.newProxyInstance(
                MuxOps.class.getClassLoader(),
                new Class<?>[] {MuxOps.class},
                (mux, method, arguments) -> {
                  throw new IllegalStateException(method.getName() + " was to fail");
                });
      }
    };
  }
}
