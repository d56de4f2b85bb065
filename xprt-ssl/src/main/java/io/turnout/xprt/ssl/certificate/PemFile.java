package io.turnout.xprt.ssl.certificate;

import io.turnout.spi.OptionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates, keys and the like, each between BEGIN and END. */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Pattern HEAD = Pattern.compile("(?m)^[A-Za-z0-9-]+:.*$");
  private static final long LARGEST_BYTES = 16L << 20;

  private PemFile() {}

  /** Its blocks, in their order. */
  static List<PemBlock> read(Path file) throws OptionException {
    String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
    List<PemBlock> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      blocks.add(block(file, found.group(1), found.group(2)));
    }
    return blocks;
  }

  /** All that it holds. */
  static byte[] bytes(Path file) throws OptionException {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new OptionException(
            "'%s': %d bytes, at most %d are read. It is no file of certificates"
                .formatted(file, Files.size(file), LARGEST_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new OptionException("'%s': no such file. Correct the name".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw new OptionException(
          "'%s': may not be read. Permit it to the user that starts Turnout".formatted(file), e);
    } catch (FileSystemException e) {
      // Its message begins with the file's name.
      throw new OptionException("'%s': cannot be read: %s".formatted(file, e.getReason()), e);
    } catch (IOException e) {
      throw new OptionException("'%s': cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The certificates among blocks, in their order. */
  static List<X509Certificate> certificates(Path file, List<PemBlock> blocks)
      throws OptionException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : blocks) {
      if (block.type().endsWith("CERTIFICATE")) {
        certificates.add(certificate(file, block.content()));
      }
    }
    return certificates;
  }

  static CertificateFactory x509() {
    try {
      return CertificateFactory.getInstance("X.509");
    } catch (CertificateException e) {
      throw new IllegalStateException("every JDK has X.509", e);
    }
  }

  private static X509Certificate certificate(Path file, byte[] encoded) throws OptionException {
    try {
      return (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      throw new OptionException(
          "'%s': a certificate in it is damaged: %s. Get it anew".formatted(file, e.getMessage()),
          e);
    }
  }

  private static PemBlock block(Path file, String type, String body) throws OptionException {
    if (body.contains("Proc-Type: 4,ENCRYPTED")) {
      return new PemBlock(type, new byte[0], true);
    }
    String encoded = HEAD.matcher(body).replaceAll("").replaceAll("\\s", "");
    try {
      byte[] content = Base64.getDecoder().decode(encoded);
      return new PemBlock(type, content, type.startsWith("ENCRYPTED"));
    } catch (IllegalArgumentException e) {
      throw new OptionException(
          "'%s': block '%s' is damaged: %s. Get it anew".formatted(file, type, e.getMessage()), e);
    }
  }
}
