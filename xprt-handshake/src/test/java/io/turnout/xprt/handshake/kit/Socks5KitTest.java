package io.turnout.xprt.handshake.kit;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import io.turnout.xprt.handshake.socks.Socks5Provider;
import java.util.List;

/** SOCKS5 towards a server, with and without password. */
class Socks5KitTest extends HandshakeKit {
  @Override
  protected HandshakeProvider provider() {
    return new Socks5Provider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return List.of(
        to("host", "db.example", "5432")
            .hears("\u0005\u0001\0")
            .says("\u0005\0")
            .hears("\u0005\u0001\0\u0003\ndb.example\u0015\u0038")
            .says("\u0005\0\0\u0001abcdef"),
        to("host, told a name", "db", "1")
            .hears("\u0005\u0001\0")
            .says("\u0005\0")
            .hears("\u0005\u0001\0\u0003\u0002db\0\u0001")
            .says("\u0005\0\0\u0003\u0004namepp"),
        to("password", "db", "1")
            .option("user", "us")
            .option("password", "pass")
            .hears("\u0005\u0002\0\u0002")
            .says("\u0005\u0002")
            .hears("\u0001\u0002us\u0004pass")
            .says("\u0001\0")
            .hears("\u0005\u0001\0\u0003\u0002db\0\u0001")
            .says("\u0005\0\0\u0001abcdef"),
        to("refused", "db", "1")
            .hears("\u0005\u0001\0")
            .says("\u0005\0")
            .hears("\u0005\u0001\0\u0003\u0002db\0\u0001")
            .says("\u0005\u0005\0\u0001abcdef")
            .failsWith(ConnError.SOCKS_DENIED),
        to("another version", "db", "1")
            .hears("\u0005\u0001\0")
            .says("\u0004\0")
            .failsWith(ConnError.SOCKS_BAD));
  }

  private static HandshakeScript to(String name, String host, String port) {
    return HandshakeScript.of(name, Side.BACK)
        .option("host", host)
        .option("port", port)
        .closedIs(ConnError.SOCKS_ABORT, ConnError.SOCKS_ABORT)
        .lateIs(ConnError.SOCKS_TIMEOUT);
  }
}
