package io.turnout.xprt.ssl.certificate;

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
  /** What a server shows. */
  void checkServer(X509Certificate[] chain, String authType) throws RefusedCertificate {
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
    try {
      rules.checkClientTrusted(chain, authType);
      anchors.check(chain, false);
    } catch (CertificateException e) {
      throw RefusedCertificate.because(e);
    }
  }
}
