package io.turnout.core.conn;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS transport knows of its session, once {@link ConnFlags#WAIT_L6} is gone.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public interface SecureXprt {
  /** The protocol version, as in {@code TLSv1.3}. */
  String protocol();

  /** The cipher suite by its registered name, as in {@code TLS_AES_128_GCM_SHA256}. */
  String cipherSuite();

  /**
   * The cipher suite by the name that OpenSSL has for it, as in {@code
   * ECDHE-ECDSA-AES128-GCM-SHA256}: the one for logs and for other programs. Those of TLS 1.3 have
   * their registered names there, too.
   */
  String cipherName();

  /** The server's name that the client asked for (SNI), or "". */
  String serverName();

  /** The application protocol that was agreed on (ALPN), or "". */
  String alpn();

  /** Whether an earlier session was resumed. */
  boolean resumed();

  /** The peer's certificate, or null if it showed none. */
  @Nullable X509Certificate peerCertificate();

  /** Whether the peer's certificate was verified. */
  boolean peerVerified();

  /** Our own certificate, or null if none was shown. */
  @Nullable X509Certificate ownCertificate();
}
