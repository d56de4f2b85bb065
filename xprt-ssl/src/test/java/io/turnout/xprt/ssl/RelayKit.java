package io.turnout.xprt.ssl;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.TlsRelayFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Plugins;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.XprtKit;
import io.turnout.tck.sim.PeerSpeech;
import java.util.List;
import java.util.Map;

/**
 * The kit on the relay of MySQL with the dialogue before it, as the proxy puts them on a
 * connection: a peer that turns to TLS, and in the stream's place one end that has none.
 */
abstract class RelayKit extends XprtKit {
  private final boolean letsIn;

  /**
   * Of a conversation.
   *
   * @param letsIn whether the server lets the client in, so that the relay leaves; else it goes on
   *     to change each packet
   */
  RelayKit(boolean letsIn) {
    this.letsIn = letsIn;
  }

  /** What the relay puts under itself. */
  abstract XprtFactory tls(Side side);

  /** What the peer turns to. */
  abstract PeerSpeech peerTls(Side side);

  @Override
  protected XprtProvider provider() {
    return new Relaying();
  }

  @Override
  protected boolean standsOnAnother() {
    return true;
  }

  @Override
  protected PeerSpeech peer(Side side) {
    return new MysqlSpeech(side == Side.FRONT, letsIn, peerTls(side));
  }

  @Override
  protected PeerSpeech user(Side side) {
    return new MysqlSpeech(side == Side.BACK, letsIn, null);
  }

  /** On either side, as the connection is. */
  private final class Relaying implements XprtProvider {
    @Override
    public String name() {
      return "relay";
    }

    @Override
    public int level() {
      return SpiLevel.CURRENT;
    }

    @Override
    public XprtFactory newFactory(Traces traces) {
      XprtFactory serves = stack(Side.FRONT, tls(Side.FRONT), traces);
      XprtFactory asks = stack(Side.BACK, tls(Side.BACK), traces);
      return new XprtFactory() {
        @Override
        public String name() {
          return "relay";
        }

        @Override
        public XprtOps create(Connection connection) {
          return (connection.any(ConnFlags.BACK) ? asks : serves).create(connection);
        }
      };
    }
  }

  /** A dialogue, and the relay on it. */
  static XprtFactory stack(Side side, XprtFactory tls, Traces traces) {
    TlsRelayFactory mysql = mysql(side, traces);
    XprtFactory dialogue =
        Plugins.handshakeXprts().usable().getFirst().provider().newFactory(List.of(mysql), traces);
    XprtFactory relay = mysql.relay(tls);
    return new XprtFactory() {
      @Override
      public String name() {
        return relay.name();
      }

      @Override
      public XprtOps create(Connection connection) {
        connection.installXprt(dialogue);
        return relay.create(connection);
      }
    };
  }

  private static TlsRelayFactory mysql(Side side, Traces traces) {
    try {
      return (TlsRelayFactory)
          Plugins.handshakes()
              .named("starttls")
              .orElseThrow()
              .newFactory(side, Map.of("proto", "mysql"), traces);
    } catch (OptionException e) {
      throw new AssertionError(e);
    }
  }
}
