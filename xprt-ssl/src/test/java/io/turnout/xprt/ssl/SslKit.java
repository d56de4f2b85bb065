package io.turnout.xprt.ssl;

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

/** The kit on TLS, of which the peer is an engine of the JDK's and nothing else. */
abstract class SslKit extends XprtKit {
  private final Engine engine;
  private final String version;
  private final EnginePeers peers = new EnginePeers();
  private final SslContext server;
  private final SslContext client;

  SslKit(Engine engine, String version) {
    this.engine = engine;
    this.version = version;
    this.server = context(Side.FRONT, engine, version);
    this.client = context(Side.BACK, engine, version);
  }

  /** A server's, or a client's that trusts whoever it talks to. */
  static SslContext context(Side side, Engine engine, String version) {
    TlsSettings settings =
        side == Side.FRONT
            ? TlsSettings.front(Certificates.show("server-ec.pem"))
            : TlsSettings.back(Trust.NONE);
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
    return peers.speech(side, version);
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
}
