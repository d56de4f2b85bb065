package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class JdkToConscryptTest extends EngineConformance {
  JdkToConscryptTest() {
    super(Engine.JDK, Engine.CONSCRYPT);
  }
}
