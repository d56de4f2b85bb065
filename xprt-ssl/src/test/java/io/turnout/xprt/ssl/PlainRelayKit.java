package io.turnout.xprt.ssl;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.spi.Side;
import io.turnout.tck.sim.PeerSpeech;
import java.util.Objects;

/** A relay over what stands for TLS, and passes all bytes but the first of a client. */
abstract class PlainRelayKit extends RelayKit {
  PlainRelayKit(boolean letsIn) {
    super(letsIn);
  }

  @Override
  XprtFactory tls(Side side) {
    return new XprtFactory() {
      @Override
      public String name() {
        return "plain";
      }

      @Override
      public XprtOps create(Connection connection) {
        XprtOps below = Objects.requireNonNull(connection.xprt());
        return new HelloXprt(connection.loop(), below, side == Side.FRONT);
      }
    };
  }

  @Override
  PeerSpeech peerTls(Side side) {
    return new HelloSpeech(side == Side.FRONT);
  }

  @Override
  protected int cuts() {
    return 200;
  }
}
