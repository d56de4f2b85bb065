package io.turnout.xprt.handshake.netscaler;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.spi.HandshakeProvider;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;
import java.util.stream.Stream;

/** NetScaler's headers of both kinds. */
class AcceptCipKitTest extends HandshakeKit {
  @Override
  protected HandshakeProvider provider() {
    return new AcceptCipProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Stream.concat(
            AcceptCipTest.conversations()
                .map(conversation ->
                    conversation
                        .script()
                        .tells(AcceptCipKitTest::knowsBoth)
                        .closedIs(ConnError.CIP_EMPTY, ConnError.CIP_ABORT)
                        .lateIs(ConnError.CIP_TIMEOUT)),
            Stream.of(
                AcceptCipTest.header("c1b2d3e5").script().failsWith(ConnError.CIP_BAD_MAGIC),
                AcceptCipTest.header("c1b2d3e400000020" + "00010028")
                    .script()
                    .failsWith(ConnError.CIP_BAD_HDR)))
        .toList();
  }

  private static boolean knowsBoth(Connection connection) {
    return connection.source() != null && connection.destination() != null;
  }
}
