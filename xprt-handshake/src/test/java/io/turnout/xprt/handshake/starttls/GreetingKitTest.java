package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;
import java.util.stream.Stream;

/** Greetings of servers whose clients have had one. */
class GreetingKitTest extends HandshakeKit {
  @Override
  protected HandshakeProvider provider() {
    return new GreetingProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return Stream.concat(
            StartTlsTest.plain(GreetingProvider.class).stream(),
            Stream.of(
                HandshakeScript.of("smtp, full", Side.BACK)
                    .option("proto", "smtp")
                    .says("554-No\r\n554 service\r\n")
                    .failsWith(ConnError.STARTTLS_REFUSED),
                HandshakeScript.of("imap, no server", Side.BACK)
                    .option("proto", "imap")
                    .says("SSH-2.0-x\r\n")
                    .failsWith(ConnError.STARTTLS_REFUSED)))
        .toList();
  }
}
