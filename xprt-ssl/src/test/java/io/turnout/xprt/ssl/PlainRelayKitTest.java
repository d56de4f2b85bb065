package io.turnout.xprt.ssl;

class PlainRelayKitTest extends PlainRelayKit {
  PlainRelayKitTest() {
    super(true);
  }
}
