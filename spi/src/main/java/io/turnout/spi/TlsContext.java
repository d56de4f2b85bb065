package io.turnout.spi;

import io.turnout.core.conn.XprtFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS connections of one listener or one server share.
 *
 * <pre>
 *   newContext ──factory──▶ a transport for each connection
 *        └─────reload────▶ new certificates for new connections; the living keep theirs
 * </pre>
 *
 * <p><b>Thread:</b> any.
 */
public interface TlsContext {
  /**
   * Makes the TLS transport of a connection; always the same factory, which goes on over a reload.
   */
  XprtFactory factory();

  /**
   * Reads all files again: certificates, keys, lists, authorities, revocations. Reads files, so not
   * on an event loop.
   *
   * @throws OptionException if something in them is wrong; all that was there serves on
   */
  void reload() throws OptionException;

  /**
   * What the last successful reading passed over, and what this engine cannot do of what was asked,
   * for people; empty if all is well.
   */
  List<String> warnings();

  /**
   * What there is to tell, for people, where connections ask a server for this name; null if they
   * just do.
   */
  default @Nullable String warningOf(String serverName) {
    return null;
  }

  /** Which engine does the work, as in {@code conscrypt} or {@code jdk}. */
  String engine();

  /** How the handshakes ended so far. */
  TlsCounters counters();
}
