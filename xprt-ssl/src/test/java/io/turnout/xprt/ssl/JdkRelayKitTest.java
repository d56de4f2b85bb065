package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class JdkRelayKitTest extends SslRelayKit {
  JdkRelayKitTest() {
    super(Engine.JDK, true);
  }
}
