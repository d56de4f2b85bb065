package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.OptionException;
import io.turnout.spi.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom to trust: authorities from a file, and what they have revoked. */
final class Authorities {
  /** Where systems keep the authorities that they trust. */
  private static final List<Path> OF_SYSTEMS =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private Authorities() {}

  /** Verifies chains as the settings demand. */
  static Verifier verifier(TlsSettings.Trust trust, List<String> warnings) throws OptionException {
    if (trust.authorities().isEmpty()) {
      throw new OptionException(
          "verify %s: no authority is named by which to verify. Name a 'ca-file', or say 'verify"
                  .formatted(trust.verify().name().toLowerCase(Locale.ROOT))
              + " none'");
    }
    List<X509Certificate> trusted = read(trust.authorities(), warnings);
    Path file = trust.revocations();
    List<X509CRL> revocations = file == null ? List.of() : revocationLists(file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (X509Certificate authority : trusted) {
        store.setCertificateEntry("ca" + number++, authority);
      }
      return new Verifier(rules(store, revocations), new Anchors(trusted, revocations));
    } catch (GeneralSecurityException | IOException e) {
      throw new OptionException(
          "'%s': cannot be used: %s".formatted(trust.authorities(), e.getMessage()), e);
    }
  }

  private static X509ExtendedTrustManager rules(KeyStore store, List<X509CRL> revocations)
      throws GeneralSecurityException {
    PKIXBuilderParameters rules = new PKIXBuilderParameters(store, new X509CertSelector());
    // From the file alone. A checker of one's own would ask over the network, on the loop, for
    // lists that a certificate names: TrustIT.noListIsFetchedFromWhereACertificateSays
    rules.setRevocationEnabled(!revocations.isEmpty());
    if (!revocations.isEmpty()) {
      rules.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations)));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(rules));
    for (TrustManager made : factory.getTrustManagers()) {
      if (made instanceof X509ExtendedTrustManager verifier) {
        return verifier;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }

  private static List<X509Certificate> read(String named, List<String> warnings)
      throws OptionException {
    Path path = named.equals(TlsSettings.Trust.SYSTEM) ? ofSystem() : Path.of(named);
    List<X509Certificate> found = new ArrayList<>();
    for (Path file : files(path)) {
      try {
        found.addAll(PemFile.certificates(file, PemFile.read(file)));
      } catch (OptionException e) {
        if (file.equals(path)) {
          throw e;
        }
        warnings.add(e.getMessage() + ". It is left out");
      }
    }
    if (found.isEmpty()) {
      throw new OptionException(
          "'%s': there is no certificate of an authority in it".formatted(path));
    }
    return found;
  }

  private static List<Path> files(Path path) throws OptionException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new OptionException("'%s': cannot be listed: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static Path ofSystem() throws OptionException {
    for (Path file : OF_SYSTEMS) {
      if (Files.isReadable(file)) {
        return file;
      }
    }
    throw new OptionException(
        "%s: this system has none of %s. Name a file"
            .formatted(TlsSettings.Trust.SYSTEM, OF_SYSTEMS));
  }

  private static List<X509CRL> revocationLists(Path file) throws OptionException {
    try {
      List<X509CRL> lists = new ArrayList<>();
      for (PemBlock block : PemFile.read(file)) {
        if (block.type().endsWith("CRL")) {
          lists.add(
              (X509CRL) PemFile.x509().generateCRL(new ByteArrayInputStream(block.content())));
        }
      }
      if (lists.isEmpty()) {
        throw new OptionException(
            "'%s': there is no revocation list (X509 CRL) in it".formatted(file));
      }
      return lists;
    } catch (GeneralSecurityException e) {
      throw new OptionException(
          "'%s': a revocation list in it is damaged: %s".formatted(file, e.getMessage()), e);
    }
  }
}
