package io.turnout.spi;

import io.turnout.core.conn.MuxFactory;
import io.turnout.core.trace.Traces;
import java.util.Set;

/** Provides a mux. */
public interface MuxProvider extends Provider {
  /** On which sides it may be used. */
  Set<Side> sides();

  /** In which modes it may be used. */
  Set<Mode> modes();

  /** The protocol's name in a TLS handshake (ALPN) that chooses it, or "" for none. */
  default String alpn() {
    return "";
  }

  /** Whether it may be used there. */
  default boolean serves(Side side, Mode mode) {
    return sides().contains(side) && modes().contains(mode);
  }

  /**
   * A factory for one instance of Turnout.
   *
   * @param traces where its trace source is kept
   */
  MuxFactory newFactory(Traces traces);
}
