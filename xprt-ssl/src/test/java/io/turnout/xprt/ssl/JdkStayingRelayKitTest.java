package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class JdkStayingRelayKitTest extends SslRelayKit {
  JdkStayingRelayKitTest() {
    super(Engine.JDK, false);
  }
}
