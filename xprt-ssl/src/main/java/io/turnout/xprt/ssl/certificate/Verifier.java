package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.TlsFailure;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies chains.
 *
 * @param rules the JDK's rules for a chain, up to a certificate that is trusted
 * @param anchors those that are trusted
 */
record Verifier(X509ExtendedTrustManager rules, Anchors anchors) {
  /**
   * Real chains have four or so. The rules try each way through what a peer sends, and the ways
   * through a hundred that sign one another are more than can be gone. The JDK's engine has the
   * same limits.
   */
  private static final int MOST_OF_SERVER = 10;

  private static final int MOST_OF_CLIENT = 8;

  /** What a server shows. */
  void checkServer(X509Certificate[] chain, String authType) throws RefusedCertificate {
    refuseTooMany(chain, MOST_OF_SERVER);
    try {
      // Conscrypt's word for a handshake whose suite says nothing of keys is not the JDK's.
      rules.checkServerTrusted(chain, authType.equals("GENERIC") ? "UNKNOWN" : authType);
      anchors.check(chain, true);
    } catch (CertificateException e) {
      throw RefusedCertificate.because(e);
    }
  }

  /** What a client shows. */
  void checkClient(X509Certificate[] chain, String authType) throws RefusedCertificate {
    refuseTooMany(chain, MOST_OF_CLIENT);
    try {
      rules.checkClientTrusted(chain, authType);
      anchors.check(chain, false);
    } catch (CertificateException e) {
      throw RefusedCertificate.because(e);
    }
  }

  private static void refuseTooMany(X509Certificate[] chain, int most) throws RefusedCertificate {
    if (chain.length > most) {
      throw new RefusedCertificate(
          TlsFailure.BAD_CERTIFICATE,
          "chain of %d certificates, at most %d".formatted(chain.length, most),
          null);
    }
  }
}
