package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnout.core.conn.SecureXprt;
import io.turnout.xprt.handshake.proxy.SendPlan.Fact;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The field that tells of the client's TLS session. */
final class SslField {
  private static final int CLIENT_SSL = 1;
  private static final int CLIENT_CERT_CONN = 2;
  private static final int CLIENT_CERT_SESSION = 4;
  private static final byte[] VERIFIED = {0, 0, 0, 0};
  private static final byte[] NOT_VERIFIED = {0, 0, 0, 1};

  private SslField() {}

  /**
   * Its value.
   *
   * @param secure the client's TLS; null if it speaks clear text
   */
  static byte[] value(@Nullable SecureXprt secure, Set<Fact> facts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    if (secure == null) {
      value.write(0);
      value.writeBytes(NOT_VERIFIED);
      return value.toByteArray();
    }
    X509Certificate peer = secure.peerCertificate();
    int flags = CLIENT_SSL;
    if (peer != null) {
      flags |= secure.resumed() ? CLIENT_CERT_SESSION : CLIENT_CERT_SESSION | CLIENT_CERT_CONN;
    }
    value.write(flags);
    value.writeBytes(peer != null && secure.peerVerified() ? VERIFIED : NOT_VERIFIED);
    TlvWriter.append(value, TlvType.SSL_VERSION, secure.protocol().getBytes(US_ASCII));
    if (facts.contains(Fact.CERT_CN) && peer != null) {
      append(value, TlvType.SSL_CN, CertificateWords.commonName(peer));
    }
    if (facts.contains(Fact.SSL_CIPHER)) {
      append(value, TlvType.SSL_CIPHER, secure.cipherName());
    }
    X509Certificate own = secure.ownCertificate();
    if (own != null) {
      appendOwn(value, own, facts);
    }
    return value.toByteArray();
  }

  private static void appendOwn(ByteArrayOutputStream value, X509Certificate own, Set<Fact> facts) {
    if (facts.contains(Fact.CERT_SIG)) {
      append(value, TlvType.SSL_SIG_ALG, CertificateWords.signature(own));
    }
    if (facts.contains(Fact.CERT_KEY)) {
      append(value, TlvType.SSL_KEY_ALG, CertificateWords.key(own));
    }
  }

  private static void append(ByteArrayOutputStream value, int type, String text) {
    if (!text.isEmpty()) {
      TlvWriter.append(value, type, text.getBytes(UTF_8));
    }
  }
}
