package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import org.jspecify.annotations.Nullable;

/** Looks for transports in a stack, from its top. */
final class TransportStack {
  private static final int DRAIN_READS = 16;
  private static final int FEW_BYTES = 2048;

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

  /** Whether one of them holds received bytes. */
  static boolean hasUnread(@Nullable XprtOps top) {
    return top != null && top.hasUnread();
  }

  /**
   * Receives and drops what the top gives; a peer that never stops does not keep the loop. What is
   * behind a layer that speaks itself stays: it gives nothing. Then looks whether the end is there.
   */
  static void drain(XprtOps top, BufferPool buffers, Connection connection) {
    // What the top holds would wake its mux for ever: so it goes, also where memory is short.
    Buffer trash = buffers.takeAtLeast(FEW_BYTES);
    try {
      for (int reads = 0; reads < DRAIN_READS && top.rcvBuf(trash, trash.room()) > 0; reads++) {
        trash.clear();
      }
      trash.clear();
      seeEnd(connection, trash.tailAddress());
    } finally {
      buffers.give(trash);
    }
  }

  /** A short read ends a layer's loop, also where the end stands right behind it. */
  private static void seeEnd(Connection connection, long address) {
    boolean open = connection.all(ConnFlags.CTL_READY);
    if (open && !connection.any(ConnFlags.SOCK_RD_SH) && !connection.ctl().isFailing()) {
      connection.ctl().peek(address, 1);
    }
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
