package io.turnout.xprt.ssl.certificate;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A certificate that can be shown: with its key, and those that lead to an authority. */
public final class Identity {
  private final Path file;
  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final byte @Nullable [] staple;
  private final Set<String> names;

  Identity(Path file, List<X509Certificate> chain, PrivateKey key, byte @Nullable [] staple) {
    this.file = file;
    this.chain = List.copyOf(chain);
    this.key = key;
    this.staple = staple;
    this.names = CertificateNames.of(chain.getFirst());
  }

  /** The file that it was read from. */
  public Path file() {
    return file;
  }

  /** The certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** The certificate, and those that lead from it to an authority. */
  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  /** What kind of key it has: RSA, EC, ... */
  public String keyType() {
    return certificate().getPublicKey().getAlgorithm();
  }

  /** The authority's word that it is not revoked, as it is to be shown with it, or null. */
  public byte @Nullable [] staple() {
    return staple;
  }

  /** Whom it is for, in lower case, with wildcards. */
  public Set<String> names() {
    return names;
  }
}
