package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.XprtKit;
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

/** The kit on TLS, of which the peer is an engine of the JDK's and nothing else. */
abstract class SslKit extends XprtKit {
  private static final char[] PASSWORD = "none".toCharArray();
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END");

  private final Engine engine;
  private final String version;
  private final SSLContext peers = newPeers();
  private final SslContext server;
  private final SslContext client;

  SslKit(Engine engine, String version) {
    this.engine = engine;
    this.version = version;
    this.server = context(TlsSettings.front(Certificates.show("server-ec.pem")));
    this.client = context(TlsSettings.back(Trust.NONE));
  }

  private SslContext context(TlsSettings settings) {
    return (SslContext)
        EngineConformance.context(
            settings.withEngine(engine).withPolicy(EngineConformance.version(version)));
  }

  @Override
  protected XprtProvider provider() {
    return new Tls();
  }

  @Override
  protected boolean standsOnAnother() {
    return true;
  }

  @Override
  protected PeerSpeech peer(Side side) {
    return new EngineSpeech(peers, side == Side.FRONT, version);
  }

  /** The JDK's engine for TLS 1.2, and Conscrypt's for 1.3, stop at the other's end. */
  @Override
  protected boolean halfCloses() {
    return engine == Engine.JDK && version.equals("TLSv1.3");
  }

  @Override
  protected boolean tellsEndWithBytes() {
    return false;
  }

  @Override
  protected int seeds() {
    return 60;
  }

  @Override
  protected int cuts() {
    return engine == Engine.JDK && version.equals("TLSv1.3") ? 700 : 100;
  }

  /** On either side, as the connection is. */
  private final class Tls implements XprtProvider {
    @Override
    public String name() {
      return "ssl";
    }

    @Override
    public int level() {
      return SpiLevel.CURRENT;
    }

    @Override
    public XprtFactory newFactory(Traces traces) {
      TraceSource trace = traces.source("ssl", "TLS");
      XprtFactory serves = new SslXprtFactory(server, trace);
      XprtFactory asks = new SslXprtFactory(client, trace);
      return new XprtFactory() {
        @Override
        public String name() {
          return "ssl";
        }

        @Override
        public XprtOps create(Connection connection) {
          return (connection.any(ConnFlags.BACK) ? asks : serves).create(connection);
        }
      };
    }
  }

  private static SSLContext newPeers() {
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
