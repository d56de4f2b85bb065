package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnout.core.conn.SecureXprt;
import io.turnout.xprt.handshake.proxy.SendPlan.Fact;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The field that tells of the client's TLS session. */
final class SslField {
  /** Flags, and whether the certificate was verified. */
  private static final int HEAD = 5;

  private static final int CLIENT_SSL = 1;
  private static final int CLIENT_CERT_CONN = 2;
  private static final int CLIENT_CERT_SESSION = 4;
  private static final byte[] VERIFIED = {0, 0, 0, 0};
  private static final byte[] NOT_VERIFIED = {0, 0, 0, 1};

  private SslField() {}

  /**
   * Adds it.
   *
   * @param secure the client's TLS; null if it speaks clear text
   */
  static void add(TlvWriter to, @Nullable SecureXprt secure, Set<Fact> facts) {
    TlvWriter parts = new TlvWriter(to.roomForValue() - HEAD);
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    if (secure == null) {
      value.write(0);
      value.writeBytes(NOT_VERIFIED);
    } else {
      appendHead(value, secure);
      addParts(parts, secure, facts);
    }
    value.writeBytes(parts.bytes());
    to.add(TlvType.SSL, value.toByteArray());
    to.leftOut().or(parts.leftOut());
  }

  private static void appendHead(ByteArrayOutputStream value, SecureXprt secure) {
    X509Certificate peer = secure.peerCertificate();
    int flags = CLIENT_SSL;
    if (peer != null) {
      flags |= secure.resumed() ? CLIENT_CERT_SESSION : CLIENT_CERT_SESSION | CLIENT_CERT_CONN;
    }
    value.write(flags);
    value.writeBytes(peer != null && secure.peerVerified() ? VERIFIED : NOT_VERIFIED);
  }

  private static void addParts(TlvWriter parts, SecureXprt secure, Set<Fact> facts) {
    add(parts, TlvType.SSL_VERSION, secure.protocol());
    X509Certificate peer = secure.peerCertificate();
    if (facts.contains(Fact.CERT_CN) && peer != null) {
      add(parts, TlvType.SSL_CN, CertificateWords.commonName(peer));
    }
    if (facts.contains(Fact.SSL_CIPHER)) {
      add(parts, TlvType.SSL_CIPHER, secure.cipherName());
    }
    X509Certificate own = secure.ownCertificate();
    if (own != null) {
      addOwn(parts, own, facts);
    }
  }

  private static void addOwn(TlvWriter parts, X509Certificate own, Set<Fact> facts) {
    if (facts.contains(Fact.CERT_SIG)) {
      add(parts, TlvType.SSL_SIG_ALG, CertificateWords.signature(own));
    }
    if (facts.contains(Fact.CERT_KEY)) {
      add(parts, TlvType.SSL_KEY_ALG, CertificateWords.key(own));
    }
  }

  private static void add(TlvWriter parts, int type, String text) {
    if (!text.isEmpty()) {
      parts.add(type, text.getBytes(UTF_8));
    }
  }
}
