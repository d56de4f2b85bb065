package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class JdkTest extends EngineConformance {
  JdkTest() {
    super(Engine.JDK, Engine.JDK);
  }
}
