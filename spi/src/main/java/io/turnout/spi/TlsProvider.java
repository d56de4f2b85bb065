package io.turnout.spi;

import io.turnout.core.trace.Traces;

/** Provides TLS. */
public interface TlsProvider extends Provider {
  /**
   * All that the connections of one listener or one server share: certificates, sessions, rules.
   *
   * <p>Reads the files that the settings name. What is wrong with one file among many is a warning
   * of the context, and the others serve.
   *
   * @param traces where its trace source is kept
   * @throws OptionException if nothing can be served with these settings
   */
  TlsContext newContext(TlsSettings settings, Traces traces) throws OptionException;
}
