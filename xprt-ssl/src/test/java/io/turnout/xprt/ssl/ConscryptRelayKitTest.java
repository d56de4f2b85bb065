package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class ConscryptRelayKitTest extends SslRelayKit {
  ConscryptRelayKitTest() {
    super(Engine.CONSCRYPT, true);
  }
}
