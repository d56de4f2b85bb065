package io.turnout.xprt.ssl.engine;

import io.turnout.xprt.ssl.certificate.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Makes engines.
 *
 * <p><b>Thread:</b> any; several loops at once.
 */
public interface TlsEngineFactory {
  /**
   * An engine that answers a client.
   *
   * @param shown what it shows
   * @param protocol the application protocol that it agrees to, or "" for none
   */
  TlsEngine accept(Shown shown, String protocol);

  /**
   * An engine that greets a server.
   *
   * @param serverName whom to ask for, in ASCII; or an address to verify, or null for nobody
   */
  TlsEngine connect(@Nullable String serverName);
}
