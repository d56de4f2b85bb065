package io.turnout.xprt.handshake.socks;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;
import java.util.stream.Stream;

/** SOCKS5 towards a server, with and without password. */
class Socks5KitTest extends HandshakeKit {
  @Override
  protected HandshakeProvider provider() {
    return new Socks5Provider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Stream.concat(SocksTest.scripts(Socks5Provider.class), failing()).toList();
  }

  private static Stream<HandshakeScript> failing() {
    return Stream.of(
        asks("refused")
            .says("\u0005\0")
            .hears("\u0005\u0001\0\u0003\u0002db\0\u0001")
            .says("\u0005\u0005\0\u0001abcdef")
            .failsWith(ConnError.SOCKS_DENIED),
        asks("of another version").says("\u0004\0").failsWith(ConnError.SOCKS_BAD));
  }

  private static HandshakeScript asks(String name) {
    return HandshakeScript.of(name, Side.BACK)
        .option("host", "db")
        .option("port", "1")
        .hears("\u0005\u0001\0");
  }
}
