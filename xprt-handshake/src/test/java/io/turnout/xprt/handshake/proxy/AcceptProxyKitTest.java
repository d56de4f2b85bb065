package io.turnout.xprt.handshake.proxy;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Tlv;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;

/** PROXY headers of both versions, as they are taken. */
class AcceptProxyKitTest extends HandshakeKit {
  private static final Address CLIENT = new Ip4Address(0x01020304, 60000);
  private static final Address SERVICE = new Ip4Address(0x05060708, 80);
  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
  private static final String ADDRESSES =
      "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\u00ea\u0060\0P";

  @Override
  protected HandshakeProvider provider() {
    return new AcceptProxyProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return List.of(
        header("version 1", "PROXY TCP4 1.2.3.4 5.6.7.8 60000 80\r\n")
            .tells(AcceptProxyKitTest::knowsBoth),
        header("version 1, unknown", "PROXY UNKNOWN\r\n").tells(conn -> conn.tlvs().isEmpty()),
        header("version 2", SIGNATURE + "!\u0011\0\f" + ADDRESSES)
            .tells(AcceptProxyKitTest::knowsBoth),
        header(
                "version 2 with a field",
                SIGNATURE + "!\u0011\0\u0011" + ADDRESSES + "\u00e0\0\u0002hi")
            .tells(conn -> knowsBoth(conn) && knows(conn, new Tlv(0xe0, new byte[] {'h', 'i'}))),
        header("version 2, local", SIGNATURE + " \0\0\0").tells(conn -> conn.tlvs().isEmpty()),
        header("no header", "GET / HTTP/1.1\r\n\r\n").failsWith(ConnError.PRX_NOT_HDR),
        header("malformed port", "PROXY TCP4 1.2.3.4 5.6.7.8 x 80\r\n")
            .failsWith(ConnError.PRX_BAD_HDR),
        header("another protocol", "PROXY IPX4 1.2.3.4 5.6.7.8 1 80\r\n")
            .failsWith(ConnError.PRX_BAD_PROTO));
  }

  private static HandshakeScript header(String name, String bytes) {
    return HandshakeScript.of(name, Side.FRONT)
        .says(bytes)
        .closedIs(ConnError.PRX_EMPTY, ConnError.PRX_ABORT)
        .lateIs(ConnError.PRX_TIMEOUT);
  }

  private static boolean knowsBoth(Connection connection) {
    return CLIENT.equals(connection.source()) && SERVICE.equals(connection.destination());
  }

  private static boolean knows(Connection connection, Tlv field) {
    return connection.tlvs().equals(List.of(field));
  }
}
