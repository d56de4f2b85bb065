package io.turnout.xprt.ssl;

class PlainStayingRelayKitTest extends PlainRelayKit {
  PlainStayingRelayKitTest() {
    super(false);
  }
}
