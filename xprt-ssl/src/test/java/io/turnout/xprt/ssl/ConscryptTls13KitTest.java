package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class ConscryptTls13KitTest extends SslKit {
  ConscryptTls13KitTest() {
    super(Engine.CONSCRYPT, "TLSv1.3");
  }
}
