package io.turnout.proxy.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Peers that speak TLS by the JDK's sockets, and trust one authority. */
public final class TlsPeers {
  private static final char[] PASSWORD = "none".toCharArray();
  private static final int LIMIT_MILLIS = 50_000;

  private final SSLContext context;

  /**
   * Those of one certificate.
   *
   * @param identity certificate and key in one file
   */
  public TlsPeers(Path authority, Path identity) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(authority));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("own", key(identity), PASSWORD, new Certificate[] {certificate(identity)});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
  }

  /** Connects; the peer asks for this name. */
  public SSLSocket connect(int port, String name, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Begins TLS over a socket that is connected; closing it closes that. */
  public SSLSocket over(Socket clear) throws IOException {
    return (SSLSocket)
        context.getSocketFactory().createSocket(clear, "127.0.0.1", clear.getPort(), true);
  }

  /** The server's end of TLS over a socket that is connected; that one is closed by itself. */
  public SSLSocket serving(Socket clear) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(clear, "127.0.0.1", clear.getPort(), false);
    socket.setUseClientMode(false);
    return socket;
  }

  /** Listens. */
  public SSLServerSocket listen() throws IOException {
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  }

  /** A peer that speaks through it, agreed on. */
  public static Peer peer(SSLSocket socket) throws IOException {
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.startHandshake();
    return new Peer(new TlsLine(socket));
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int start = text.indexOf(begin) + begin.length();
    byte[] bytes =
        Base64.getMimeDecoder().decode(text.substring(start, text.indexOf("-----END PRIVATE")));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }
}
