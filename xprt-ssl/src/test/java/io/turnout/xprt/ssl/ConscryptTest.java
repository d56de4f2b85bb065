package io.turnout.xprt.ssl;

import io.turnout.spi.TlsSettings.Engine;

class ConscryptTest extends EngineConformance {
  ConscryptTest() {
    super(Engine.CONSCRYPT, Engine.CONSCRYPT);
  }
}
