package io.turnout.xprt.raw;

import io.turnout.spi.XprtProvider;
import io.turnout.tck.XprtKit;

class RawXprtKitTest extends XprtKit {
  @Override
  protected XprtProvider provider() {
    return new RawXprtProvider();
  }
}
