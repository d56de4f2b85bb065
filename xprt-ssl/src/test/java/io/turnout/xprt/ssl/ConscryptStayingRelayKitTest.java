package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class ConscryptStayingRelayKitTest extends SslRelayKit {
  ConscryptStayingRelayKitTest() {
    super(Engine.CONSCRYPT, false);
  }
}
