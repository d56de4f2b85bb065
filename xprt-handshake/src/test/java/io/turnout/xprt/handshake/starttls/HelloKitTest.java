package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;
import java.util.stream.Stream;

/** What a client has said in clear, said to its server. */
class HelloKitTest extends HandshakeKit {
  @Override
  protected HandshakeProvider provider() {
    return new HelloProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Stream.concat(
            StartTlsTest.plain(HelloProvider.class).stream(),
            Stream.of(
                HandshakeScript.of("smtp, not understood", Side.BACK)
                    .option("proto", "smtp")
                    .hears("EHLO localhost\r\n")
                    .says("502 What\r\n")
                    .failsWith(ConnError.STARTTLS_REFUSED)))
        .toList();
  }
}
