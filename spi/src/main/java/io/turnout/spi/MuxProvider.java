package io.turnout.spi;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import java.util.Set;

/** Provides a mux. */
public interface MuxProvider extends Provider {
  /** On which sides it may be used. */
  Set<Side> sides();

  /**
   * A factory for one instance of Turnout.
   *
   * @param traces where its trace source is kept
   */
  MuxFactory newFactory(Traces traces);
}
