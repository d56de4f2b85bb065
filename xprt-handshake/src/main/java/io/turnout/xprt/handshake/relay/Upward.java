package io.turnout.xprt.handshake.relay;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.XprtOps;
import org.jspecify.annotations.Nullable;

/** A message of the peer on its way to the stream: its head, then what is behind. */
final class Upward {
  private byte @Nullable [] head;
  private int given;
  private int behind;

  /** Whether a head waits for room. */
  boolean holds() {
    return head != null;
  }

  /** Whether a message is under way. */
  boolean isBusy() {
    return head != null || behind > 0;
  }

  void put(byte[] bytes, int follow) {
    head = bytes;
    given = 0;
    behind = follow;
  }

  /** Goes on with it. Returns how many bytes were moved. */
  int move(XprtOps below, Buffer into, int max) {
    byte[] held = head;
    if (held == null) {
      int count = below.rcvBuf(into, Math.min(max, behind));
      behind -= count;
      return count;
    }
    int count = into.write(held, given, Math.min(max, held.length - given));
    given += count;
    if (given == held.length) {
      head = null;
    }
    return count;
  }

  void drop() {
    head = null;
    behind = 0;
  }
}
