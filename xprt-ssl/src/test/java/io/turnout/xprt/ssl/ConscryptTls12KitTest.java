package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class ConscryptTls12KitTest extends SslKit {
  ConscryptTls12KitTest() {
    super(Engine.CONSCRYPT, "TLSv1.2");
  }
}
