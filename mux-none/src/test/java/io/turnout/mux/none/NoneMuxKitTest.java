package io.turnout.mux.none;

import io.turnout.spi.MuxProvider;
import io.turnout.tck.MuxKit;

class NoneMuxKitTest extends MuxKit {
  @Override
  protected MuxProvider provider() {
    return new NoneMuxProvider();
  }
}
