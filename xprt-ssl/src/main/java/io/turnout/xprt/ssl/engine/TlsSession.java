package io.turnout.xprt.ssl.engine;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake agreed on.
 *
 * @param protocol the version, as in {@code TLSv1.3}
 * @param cipherSuite by its registered name
 * @param alpn the application protocol, or ""
 * @param peer the peer's certificate, or null
 * @param own ours, or null
 */
public record TlsSession(
    String protocol,
    String cipherSuite,
    String alpn,
    @Nullable X509Certificate peer,
    @Nullable X509Certificate own) {
  /** Before there is one. */
  public static final TlsSession NONE = new TlsSession("", "", "", null, null);

  /** The cipher suite as OpenSSL calls it. */
  public String cipherName() {
    String name = Suites.openSslName(cipherSuite);
    return name == null ? cipherSuite : name;
  }

  /** Whether records tell their content's type only to those who can open them. */
  public boolean hidesTypes() {
    return protocol.equals("TLSv1.3");
  }
}
