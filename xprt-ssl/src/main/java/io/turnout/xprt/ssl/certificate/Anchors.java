package io.turnout.xprt.ssl.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that are trusted without another one. Of these the JDK's rules ask nothing: here
 * they have to be valid, and one that a peer shows itself has to be for its use and not revoked.
 */
final class Anchors {
  private static final String ANY_USE = "2.5.29.37.0";
  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";

  private final Set<X509Certificate> all;
  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();
  private final List<X509CRL> revocations;

  Anchors(Collection<X509Certificate> all, List<X509CRL> revocations) {
    this.all = new HashSet<>(all);
    this.revocations = List.copyOf(revocations);
    for (X509Certificate anchor : all) {
      bySubject
          .computeIfAbsent(anchor.getSubjectX500Principal(), s -> new ArrayList<>())
          .add(anchor);
    }
  }

  /**
   * Looks at those that a chain, which is good otherwise, rests on.
   *
   * @param ofServer whether a server shows it, or else a client
   */
  void check(X509Certificate[] chain, boolean ofServer) throws CertificateException {
    X509Certificate shown = chain[0];
    if (all.contains(shown)) {
      String use = "certificate is not for a " + (ofServer ? "server" : "client");
      refuse(invalidity(shown), "");
      refuse(isFor(shown, ofServer) ? null : PKIXReason.INVALID_KEY_USAGE, use);
      refuse(isRevoked(shown) ? BasicReason.REVOKED : null, "");
      return;
    }
    if (!all.stream().allMatch(anchor -> invalidity(anchor) == null)) {
      checkPath(chain);
    }
  }

  /**
   * Looks whether a valid one is reached by the signatures. An authority may stand there twice, by
   * one name and with one key or two.
   */
  private void checkPath(X509Certificate[] chain) throws CertificateException {
    Reason wrong = PKIXReason.NO_TRUST_ANCHOR;
    Set<X509Certificate> seen = new HashSet<>();
    Deque<X509Certificate> path = new ArrayDeque<>(List.of(chain[0]));
    while (!path.isEmpty()) {
      X509Certificate at = path.remove();
      if (!seen.add(at)) {
        continue;
      }
      for (X509Certificate anchor :
          bySubject.getOrDefault(at.getIssuerX500Principal(), List.of())) {
        if (hasSigned(anchor, at)) {
          Reason reason = invalidity(anchor);
          if (reason == null) {
            return;
          }
          wrong = reason;
        }
      }
      for (X509Certificate link : chain) {
        if (hasSigned(link, at)) {
          path.add(link);
        }
      }
    }
    refuse(wrong, "");
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static void refuse(@Nullable Reason reason, String detail) throws CertificateException {
    if (reason != null) {
      CertPathValidatorException refused =
          new CertPathValidatorException(detail, null, null, -1, reason);
      throw new CertificateException(detail, refused);
    }
  }

  private static @Nullable Reason invalidity(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return null;
    } catch (CertificateExpiredException _) {
      return BasicReason.EXPIRED;
    } catch (CertificateNotYetValidException _) {
      return BasicReason.NOT_YET_VALID;
    }
  }

  private static boolean isFor(X509Certificate certificate, boolean ofServer)
      throws CertificateParsingException {
    List<String> uses = certificate.getExtendedKeyUsage();
    return uses == null
        || uses.contains(ANY_USE)
        || uses.contains(ofServer ? SERVER_USE : CLIENT_USE);
  }

  private boolean isRevoked(X509Certificate certificate) {
    X500Principal issuer = certificate.getIssuerX500Principal();
    return revocations.stream()
        .anyMatch(
            list -> list.getIssuerX500Principal().equals(issuer) && list.isRevoked(certificate));
  }
}
