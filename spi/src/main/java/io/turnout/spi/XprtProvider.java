package io.turnout.spi;

import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;

/** Provides a transport. */
public interface XprtProvider extends Provider {
  /**
   * A factory for one instance of Turnout.
   *
   * @param traces where its trace source is kept
   */
  XprtFactory newFactory(Traces traces);
}
