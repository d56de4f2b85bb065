package io.turnout.proxy.testing;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;
import java.lang.reflect.Proxy;

/**
 * A mux that throws from {@code init}.
 *
 * @param alpn the protocol that chooses it, or ""
 */
public record FailingMux(String alpn) implements TestMux {
  /** One that is chosen by its name. */
  public FailingMux() {
    this("");
  }

  @Override
  public String name() {
    return "failing";
  }

  @Override
  public MuxOps create(Connection connection, TraceSource trace) {
    return (MuxOps)
        Proxy.newProxyInstance(
            MuxOps.class.getClassLoader(),
            new Class<?>[] {MuxOps.class},
            (mux, method, arguments) -> {
              throw new IllegalStateException(method.getName() + " was to fail");
            });
  }
}
