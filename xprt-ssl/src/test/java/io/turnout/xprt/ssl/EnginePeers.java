package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.spi.Side;
import io.turnout.tck.sim.PeerSpeech;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Peers that speak TLS by the JDK's engine, and trust whoever they talk to. */
final class EnginePeers {
  private static final char[] PASSWORD = "none".toCharArray();
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END");

  private final SSLContext context = newContext();

  /** A client at the {@link Side#FRONT}, a server at the other one. */
  PeerSpeech speech(Side side, String version) {
    return new EngineSpeech(context, side == Side.FRONT, version);
  }

  private static SSLContext newContext() {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      List<Certificate> chain = new ArrayList<>();
      byte[] key = {};
      Matcher pem = PEM.matcher(Files.readString(Certificates.file("server-ec.pem"), ISO_8859_1));
      while (pem.find()) {
        byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
        if (pem.group(1).equals("CERTIFICATE")) {
          chain.add(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
        } else {
          key = der;
        }
      }
      own.setKeyEntry(
          "own",
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
          PASSWORD,
          chain.toArray(Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsAll()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // Whom it talks to is not what is tested.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // Whom it talks to is not what is tested.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
