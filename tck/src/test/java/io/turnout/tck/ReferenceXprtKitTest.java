package io.turnout.tck;

import io.turnout.spi.XprtProvider;

/** The kit's own transport keeps what the kit demands. */
class ReferenceXprtKitTest extends XprtKit {
  @Override
  protected XprtProvider provider() {
    return new ReferenceXprtProvider(ReferenceXprt::new);
  }
}
