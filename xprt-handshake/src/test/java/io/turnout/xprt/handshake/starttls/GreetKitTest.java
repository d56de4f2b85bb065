package io.turnout.xprt.handshake.starttls;

import io.turnout.spi.HandshakeProvider;
import io.turnout.tck.HandshakeKit;
import io.turnout.tck.HandshakeScript;
import java.util.List;

/** Greetings in a server's place. */
class GreetKitTest extends HandshakeKit {
  @Override
  protected HandshakeProvider provider() {
    return new GreetProvider();
  }

  @Override
  protected List<HandshakeScript> scripts() {
    return StartTlsTest.plain(GreetProvider.class);
  }
}
