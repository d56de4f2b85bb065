package io.turnout.xprt.handshake.socks;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;
import java.util.stream.Stream;

/** SOCKS4 and 4a towards a server. */
class Socks4KitTest extends HandshakeKit {
  private static final String REQUEST = "\u0004\u0001\0\u0050\u00c0\0\u0002\u0001Turnout\0";

  @Override
  protected HandshakeProvider provider() {
    return new Socks4Provider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Stream.concat(SocksTest.scripts(Socks4Provider.class), failing()).toList();
  }

  private static Stream<HandshakeScript> failing() {
    return Stream.of(asks("refused").says("\0[\0\0\0\0\0\0").failsWith(ConnError.SOCKS_DENIED));
  }

  private static HandshakeScript asks(String name) {
    return HandshakeScript.of(name, Side.BACK)
        .option("host", "192.0.2.1")
        .option("port", "80")
        .hears(REQUEST);
  }
}
