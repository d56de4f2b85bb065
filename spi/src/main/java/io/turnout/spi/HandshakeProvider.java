package io.turnout.spi;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.Traces;
import java.util.Map;
import java.util.Set;

/** Provides a dialogue that is spoken before the data: a PROXY header, SOCKS, STARTTLS. */
public interface HandshakeProvider extends Provider {
  /** On which sides it may be used. */
  Set<Side> sides();

  /**
   * A factory for the connections of one listener or server.
   *
   * @param side one of {@link #sides()}
   * @param options what the configuration says, by names that the provider documents; an option
   *     without a value has the value ""
   * @param traces where its trace source is kept
   * @throws OptionException if an option is unknown, missing or has a value that is not allowed
   */
  HandshakeFactory newFactory(Side side, Map<String, String> options, Traces traces)
      throws OptionException;
}
