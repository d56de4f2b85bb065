package io.turnout.tck;

import io.turnout.spi.MuxProvider;

/** The kit's own mux keeps what the kit demands. */
class ReferenceMuxKitTest extends MuxKit {
  @Override
  protected MuxProvider provider() {
    return new ReferenceMuxProvider("tested", (conn, trace) -> new ReferenceMux(conn, trace, 0));
  }
}
