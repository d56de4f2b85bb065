package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.TlsFailure;
import java.io.Serial;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import org.jspecify.annotations.Nullable;

/** A peer's certificate is not accepted, and why. */
public final class RefusedCertificate extends CertificateException {
  @Serial private static final long serialVersionUID = 1;

  private static final String UNLISTED =
      "there is no valid revocation list of the authority of a certificate";

  private final TlsFailure failure;

  RefusedCertificate(TlsFailure failure, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.failure = failure;
  }

  /** Finds out why a verifier refused. */
  static RefusedCertificate because(CertificateException refused) {
    TlsFailure failure = TlsFailure.BAD_CERTIFICATE;
    String detail = String.valueOf(refused.getMessage());
    for (Throwable at = refused; at != null; at = at.getCause()) {
      TlsFailure known = reason(at);
      if (known != null) {
        failure = known;
        detail = known.text();
        break;
      }
      detail = isUnlisted(at) ? UNLISTED : String.valueOf(at.getMessage());
    }
    // The engine chooses its alert by the cause that the verifier gave.
    return new RefusedCertificate(failure, detail, refused.getCause());
  }

  /** Why, for counters. */
  public TlsFailure failure() {
    return failure;
  }

  private static boolean isUnlisted(Throwable thrown) {
    return thrown instanceof CertPathValidatorException invalid
        && invalid.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS;
  }

  private static @Nullable TlsFailure reason(Throwable thrown) {
    if (thrown instanceof CertificateExpiredException) {
      return TlsFailure.EXPIRED;
    }
    if (thrown instanceof CertificateNotYetValidException) {
      return TlsFailure.NOT_YET_VALID;
    }
    if (thrown instanceof CertPathValidatorException invalid) {
      CertPathValidatorException.Reason reason = invalid.getReason();
      if (reason == BasicReason.EXPIRED) {
        return TlsFailure.EXPIRED;
      }
      if (reason == BasicReason.NOT_YET_VALID) {
        return TlsFailure.NOT_YET_VALID;
      }
      if (reason == BasicReason.REVOKED) {
        return TlsFailure.REVOKED;
      }
      if (reason == PKIXReason.NO_TRUST_ANCHOR) {
        return TlsFailure.UNKNOWN_CA;
      }
    }
    String text = thrown.getMessage();
    return text != null && text.contains("unable to find valid certification path")
        ? TlsFailure.UNKNOWN_CA
        : null;
  }
}
