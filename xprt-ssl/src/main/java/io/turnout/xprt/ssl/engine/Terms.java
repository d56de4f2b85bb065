package io.turnout.xprt.ssl.engine;

import io.turnout.spi.TlsSettings;
import io.turnout.xprt.ssl.certificate.IdentityKeys;
import io.turnout.xprt.ssl.certificate.PeerTrust;

/**
 * What the engines of some connections share.
 *
 * @param client whether they begin the handshake
 * @param keys what they show
 * @param trust decides on what the peer shows
 * @param verify whether it has to show something
 * @param policy what is agreed on
 * @param sessions how sessions are resumed
 */
public record Terms(
    boolean client,
    IdentityKeys keys,
    PeerTrust trust,
    TlsSettings.Verify verify,
    TlsSettings.Policy policy,
    TlsSettings.Sessions sessions) {

  /** Whether this is a server that keeps no sessions; those in tickets are kept by clients. */
  boolean forgets() {
    return !client && sessions.cacheEntries() == 0;
  }
}
