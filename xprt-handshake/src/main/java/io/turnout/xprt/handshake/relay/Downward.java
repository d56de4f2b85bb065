package io.turnout.xprt.handshake.relay;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;
import io.turnout.xprt.handshake.wire.Extent;
import io.turnout.xprt.handshake.wire.Outlet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of the stream on its way to the peer. Bytes count as taken only once they are sent; of
 * a head that is not whole they are taken at once, as no more may be said of them, and sent with
 * its rest, or before the end.
 */
final class Downward {
  private static final byte[] NOTHING = {};

  private final Outlet outlet;

  /** What was seen of a head. */
  private byte[] head = NOTHING;

  private int length;

  /** How many of these are still in the caller's buffer, as its first ones. */
  private int unsettled;

  private int behind;
  private boolean sending;

  /** What is sent after TLS has begun. */
  private byte @Nullable [] inside;

  Downward(Connection connection) {
    this.outlet = new Outlet(connection);
  }

  /** Whether there is anything of a head. */
  boolean holds() {
    return length > 0 || sending;
  }

  /** Whether there is the beginning of a head, none of which is in the caller's buffer any more. */
  boolean isPart() {
    return length > 0 && !sending && unsettled == 0;
  }

  /** Whether something is to be flushed before all else. */
  boolean isSending() {
    return sending;
  }

  /** Whether what is behind a head is to follow. */
  boolean isBehind() {
    return behind > 0;
  }

  /**
   * Looks at more of a head.
   *
   * @return the head if it is whole; it is the caller's
   */
  byte @Nullable [] look(Buffer from, int max, Extent extent) {
    while (true) {
      int needed = extent.needed(head, length) - length;
      if (needed <= 0) {
        return Arrays.copyOf(head, length);
      }
      int count = Math.min(needed, max - unsettled);
      if (count <= 0) {
        return null;
      }
      if (head.length < length + count) {
        head = Arrays.copyOf(head, length + count);
      }
      from.copyTo(unsettled, head, length, count);
      length += count;
      unsettled += count;
    }
  }

  /** Sends a message's head, and before it something else, if there is a {@code request}. */
  void send(byte @Nullable [] request, byte[] changed, int follow) {
    outlet.put(request == null ? changed : request);
    inside = request == null ? null : changed;
    behind = follow;
    sending = true;
  }

  /** Sends what is there of a head as it is. */
  void sendPart() {
    send(null, Arrays.copyOf(head, length), 0);
  }

  /** Sends as much as goes; whether that is all. */
  boolean flush(XprtOps below) {
    return outlet.flush(below);
  }

  /** Whether the request has gone, and TLS has to begin; then the head is what is sent next. */
  boolean isAsked() {
    byte[] next = inside;
    if (next == null) {
      return false;
    }
    inside = null;
    outlet.put(next);
    return true;
  }

  /** The head has gone. */
  void sent() {
    sending = false;
    length = 0;
    head = NOTHING;
  }

  /** Takes from the caller's buffer what is not to be seen again. Returns how much. */
  int settle(Buffer from) {
    int count = unsettled;
    unsettled = 0;
    from.removed(count);
    return count;
  }

  /** Sends what is behind a head. */
  int pass(XprtOps below, Buffer from, int max, int flags) {
    int count = below.sndBuf(from, Math.min(max, behind), flags);
    behind -= count;
    return count;
  }

  /** Tries to send last words. */
  void say(XprtOps below, byte[] words) {
    if (!sending) {
      outlet.put(words);
      outlet.flush(below);
    }
  }
}
