package io.turnout.xprt.handshake.proxy;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** What headers tell of certificates, in the words that OpenSSL has for it. */
final class CertificateWords {
  private CertificateWords() {}

  /** The subject's common name, the last one if it has several; "" if it has none. */
  static String commonName(X509Certificate certificate) {
    return commonName(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
  }

  /** The signature's algorithm, as in {@code RSA-SHA256} and {@code ecdsa-with-SHA256}. */
  static String signature(X509Certificate certificate) {
    String name = certificate.getSigAlgName();
    int with = name.toLowerCase(Locale.ROOT).indexOf("with");
    if (with < 0) {
      return name;
    }
    String digest = name.substring(0, with);
    String key = name.substring(with + 4);
    return key.equals("ECDSA") ? "ecdsa-with-" + digest : key + "-" + digest;
  }

  /** The key's algorithm and size, as in {@code RSA2048} and {@code EC256}. */
  static String key(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return switch (key) {
      case RSAPublicKey rsa -> "RSA" + rsa.getModulus().bitLength();
      case ECPublicKey ec -> "EC" + ec.getParams().getCurve().getField().getFieldSize();
      default -> key.getAlgorithm();
    };
  }

  /** The first common name of a distinguished name as RFC 2253 writes it. */
  static String commonName(String name) {
    int at = 0;
    while (at < name.length()) {
      int end = end(name, at);
      String part = name.substring(at, end);
      if (part.startsWith("CN=")) {
        return unescaped(part.substring(3));
      }
      at = end + 1;
    }
    return "";
  }

  private static int end(String name, int start) {
    int at = start;
    while (at < name.length() && name.charAt(at) != ',' && name.charAt(at) != '+') {
      at += name.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, name.length());
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '\\' && i + 1 < value.length()) {
        i++;
      }
      text.append(value.charAt(i));
    }
    return text.toString();
  }
}
