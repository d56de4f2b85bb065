package io.turnout.xprt.ssl.engine;

import io.turnout.spi.OptionException;
import java.util.List;

/** One kind of engine. */
public interface TlsEngines {
  /** By which the configuration calls it. */
  String name();

  /** Whether servers are asked for a name, beside that their certificates have to be for it. */
  default boolean asksFor(String serverName) {
    return true;
  }

  /**
   * A factory for connections with the same terms.
   *
   * @param warnings what it cannot do of what they ask, for people
   * @throws OptionException if nothing is left of what they allow
   */
  TlsEngineFactory newFactory(Terms terms, List<String> warnings) throws OptionException;
}
