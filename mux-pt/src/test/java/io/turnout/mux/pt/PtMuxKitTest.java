package io.turnout.mux.pt;

import io.turnout.spi.MuxProvider;
import io.turnout.tck.MuxKit;

class PtMuxKitTest extends MuxKit {
  @Override
  protected MuxProvider provider() {
    return new PtMuxProvider();
  }
}
