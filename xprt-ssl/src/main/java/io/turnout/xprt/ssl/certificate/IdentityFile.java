package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.OptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A PEM file with a certificate, and what stands beside it: its key, its staple. */
final class IdentityFile {
  private static final List<String> BESIDES = List.of(".key", ".ocsp", ".issuer", ".sctl", ".dh");

  private IdentityFile() {}

  /** Whether a file of a folder is none of its own, but stands beside another one. */
  static boolean standsBeside(Path file) {
    return BESIDES.stream().anyMatch(file.toString()::endsWith);
  }

  /**
   * Reads an identity.
   *
   * @param warnings what is strange about it, and does not keep it from being shown
   */
  static Identity read(Path file, List<String> warnings) throws OptionException {
    List<PemBlock> blocks = PemFile.read(file);
    List<X509Certificate> chain = PemFile.certificates(file, blocks);
    if (chain.isEmpty()) {
      throw new OptionException(
          "'%s': there is no certificate in it. It needs one between BEGIN CERTIFICATE and END"
                  .formatted(file)
              + " CERTIFICATE");
    }
    PrivateKey key = PrivateKeys.find(file, blocks);
    if (key == null) {
      key = besides(file);
    }
    if (!PrivateKeys.belongTogether(key, chain.getFirst().getPublicKey())) {
      throw new OptionException(
          "'%s': the key does not belong to its first certificate (%s). Put that one's key there"
              .formatted(file, chain.getFirst().getSubjectX500Principal()));
    }
    warnOfDates(file, chain.getFirst(), warnings);
    Path staple = Path.of(file + ".ocsp");
    return new Identity(file, chain, key, Files.exists(staple) ? PemFile.bytes(staple) : null);
  }

  private static PrivateKey besides(Path file) throws OptionException {
    String name = file.toString();
    int dot = name.lastIndexOf('.');
    Path longer = Path.of(name + ".key");
    Path other = Path.of((dot > name.lastIndexOf('/') ? name.substring(0, dot) : name) + ".key");
    for (Path beside : List.of(longer, other)) {
      if (Files.exists(beside)) {
        PrivateKey key = PrivateKeys.find(beside, PemFile.read(beside));
        if (key == null) {
          throw new OptionException(
              "'%s': there is no key in it. It needs one between BEGIN PRIVATE KEY and END"
                      .formatted(beside)
                  + " PRIVATE KEY");
        }
        return key;
      }
    }
    throw new OptionException(
        "'%s': there is no key in it, nor in '%s' or '%s'. Put it in one of them"
            .formatted(file, longer, other));
  }

  private static void warnOfDates(Path file, X509Certificate shown, List<String> warnings) {
    Instant now = Instant.now();
    if (shown.getNotAfter().toInstant().isBefore(now)) {
      warnings.add(
          "'%s': the certificate has expired on %s. It is shown all the same; renew it"
              .formatted(file, shown.getNotAfter().toInstant()));
    } else if (shown.getNotBefore().toInstant().isAfter(now)) {
      warnings.add(
          "'%s': the certificate is not valid before %s. It is shown all the same"
              .formatted(file, shown.getNotBefore().toInstant()));
    }
  }
}
