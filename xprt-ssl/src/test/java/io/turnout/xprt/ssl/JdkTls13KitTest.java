package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class JdkTls13KitTest extends SslKit {
  JdkTls13KitTest() {
    super(Engine.JDK, "TLSv1.3");
  }
}
