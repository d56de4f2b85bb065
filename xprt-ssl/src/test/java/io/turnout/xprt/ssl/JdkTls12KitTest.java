package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class JdkTls12KitTest extends SslKit {
  JdkTls12KitTest() {
    super(Engine.JDK, "TLSv1.2");
  }
}
