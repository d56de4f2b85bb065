package io.turnout.core.conn;

import org.jspecify.annotations.Nullable;

/** Looks for transports in a stack, from its top. */
final class TransportStack {
  private TransportStack() {}

  /** What a transport stands on; null for the lowest. */
  static @Nullable XprtOps below(XprtOps layer) {
    return layer instanceof StackedXprt stacked ? stacked.below() : null;
  }

  /** The uppermost that protects. */
  static @Nullable SecureXprt secure(@Nullable XprtOps top) {
    for (XprtOps layer = top; layer != null; layer = below(layer)) {
      if (layer instanceof SecureXprt secure) {
        return secure;
      }
    }
    return null;
  }

  /** What stands on a transport. */
  @SuppressWarnings("ReferenceEquality") // layers are objects of one connection
  static StackedXprt above(@Nullable XprtOps top, XprtOps layer) {
    XprtOps at = top;
    while (at instanceof StackedXprt stacked) {
      if (stacked.below() == layer) {
        return stacked;
      }
      at = stacked.below();
    }
    throw new IllegalStateException(layer.name() + " has nothing above it");
  }

  /** What the lowest that is not ready fails with in time. */
  static ConnError timeoutError(@Nullable XprtOps top) {
    ConnError lowest = ConnError.ETIMEDOUT;
    XprtOps at = top;
    while (at instanceof StackedXprt stacked) {
      ConnError own = stacked.timeoutError();
      if (own != ConnError.NONE) {
        lowest = own;
      }
      at = stacked.below();
    }
    return lowest;
  }
}
