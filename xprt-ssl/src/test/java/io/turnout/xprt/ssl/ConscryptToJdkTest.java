package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class ConscryptToJdkTest extends EngineConformance {
  ConscryptToJdkTest() {
    super(Engine.CONSCRYPT, Engine.JDK);
  }
}
