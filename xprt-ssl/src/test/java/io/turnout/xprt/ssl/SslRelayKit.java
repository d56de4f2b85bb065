package io.turnout.xprt.ssl;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.Side;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.tck.sim.PeerSpeech;

/** A relay over TLS, of which the peer is an engine of the JDK's and nothing else. */
abstract class SslRelayKit extends RelayKit {
  private static final String VERSION = "TLSv1.3";

  private final Engine engine;
  private final EnginePeers peers = new EnginePeers();
  private final XprtFactory server;
  private final XprtFactory client;

  SslRelayKit(Engine engine, boolean letsIn) {
    super(letsIn);
    this.engine = engine;
    this.server = SslKit.context(Side.FRONT, engine, VERSION).factory();
    this.client = SslKit.context(Side.BACK, engine, VERSION).factory();
  }

  @Override
  XprtFactory tls(Side side) {
    return side == Side.FRONT ? server : client;
  }

  @Override
  PeerSpeech peerTls(Side side) {
    return peers.speech(side, VERSION);
  }

  /** Conscrypt's engine stops at the other's end. */
  @Override
  protected boolean halfCloses() {
    return engine == Engine.JDK;
  }

  @Override
  protected boolean tellsEndWithBytes() {
    return false;
  }

  @Override
  protected int seeds() {
    return 30;
  }

  /** All that is said in clear, and the beginning of TLS. */
  @Override
  protected int cuts() {
    return 100;
  }
}
