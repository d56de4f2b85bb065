package io.turnout.xprt.handshake.proxy;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;

/** PROXY headers of both versions, as they are sent. */
class SendProxyKitTest extends HandshakeKit {
  private static final Address CLIENT = new Ip4Address(0x01020304, 60000);
  private static final Address SERVICE = new Ip4Address(0x05060708, 80);
  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
  private static final String ADDRESSES =
      "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\u00ea\u0060\0P";

  @Override
  protected HandshakeProvider provider() {
    return new SendProxyProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return List.of(
        HandshakeScript.of("version 1", Side.BACK)
            .forClient(CLIENT, SERVICE)
            .hears("PROXY TCP4 1.2.3.4 5.6.7.8 60000 80\r\n"),
        HandshakeScript.of("version 1 for nobody", Side.BACK).hears("PROXY UNKNOWN\r\n"),
        HandshakeScript.of("version 2", Side.BACK)
            .option("version", "2")
            .forClient(CLIENT, SERVICE)
            .hears(SIGNATURE + "!\u0011\0\f" + ADDRESSES),
        HandshakeScript.of("version 2 for nobody", Side.BACK)
            .option("version", "2")
            .hears(SIGNATURE + " \0\0\0"));
  }
}
