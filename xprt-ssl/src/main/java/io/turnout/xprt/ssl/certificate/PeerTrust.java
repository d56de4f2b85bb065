package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsFailure;
import io.turnout.spi.TlsSettings;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a peer's certificate, for every engine in the same way: the chain by the JDK's rules,
 * then the name.
 */
public final class PeerTrust extends X509ExtendedTrustManager {
  /** The host of an engine's peer where no name is asked for; no name, and no address. */
  public static final String NOBODY = "-";

  private final @Nullable Verifier verifier;
  private final String host;

  private PeerTrust(@Nullable Verifier verifier, String host) {
    this.verifier = verifier;
    this.host = host;
  }

  /**
   * As the settings demand.
   *
   * @param warnings what was passed over, for people
   */
  public static PeerTrust of(TlsSettings.Trust trust, List<String> warnings)
      throws OptionException {
    return trust.verify() == TlsSettings.Verify.NONE
        ? new PeerTrust(null, "")
        : new PeerTrust(Authorities.verifier(trust, warnings), trust.host());
  }

  /** Whether a certificate that got through was verified. */
  public boolean verifies() {
    return verifier != null;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (verifier == null) {
      return;
    }
    verifier.checkServer(chain, authType);
    String asked = engine.getPeerHost();
    String expected = asked == null || asked.equals(NOBODY) ? host : asked;
    if (!expected.isEmpty() && !CertificateNames.match(chain[0], expected)) {
      throw new RefusedCertificate(
          TlsFailure.NAME_MISMATCH,
          "certificate is for %s, not for %s".formatted(CertificateNames.shown(chain[0]), expected),
          null);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (verifier != null) {
      verifier.checkClient(chain, authType);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("without its engine a server's name cannot be verified");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return verifier == null ? new X509Certificate[0] : verifier.rules().getAcceptedIssuers();
  }
}
