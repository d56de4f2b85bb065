package io.turnout.core.net;

import io.turnout.core.loop.Poller;
import io.turnout.core.trace.FlagNames;

/** What a {@link SocketCtl} knows of its socket: bits that share one {@code int}. */
final class SocketReadiness {
  // What is worth trying, as far as is known.
  static final int RECV_READY = 1;
  static final int SEND_READY = 1 << 1;

  // What the poller told and never takes back.
  static final int HUNG_UP = 1 << 2;
  static final int ERROR = 1 << 3;
  static final int HALF_CLOSED = 1 << 4;

  /** To be closed by a reset, as long as the peer's end was not seen. */
  static final int RESET_ON_CLOSE = 1 << 5;

  /**
   * A connecting socket's Nagle algorithm is on yet. It holds nothing of a first small write back,
   * so that one who is asked once, and answers, is spared the call that turns it off.
   */
  static final int NAGLE = 1 << 6;

  /** The first write has been made, or is too large for Nagle's algorithm to let it through. */
  static final int NAGLE_HOLDS = 1 << 7;

  /** An urgent byte came, and no read since found the socket empty. */
  static final int URGENT = 1 << 8;

  /** A UNIX socket, whose reads end behind each message that carries descriptors. */
  static final int STOPS_SHORT = 1 << 9;

  /**
   * Something may stand behind a short read: the end of stream, an error, an urgent byte, what came
   * after descriptors.
   */
  static final int MORE_BEHIND = HUNG_UP | ERROR | HALF_CLOSED | URGENT | STOPS_SHORT;

  private static final FlagNames NAMES =
      new FlagNames(
          "RECV_READY",
          "SEND_READY",
          "HUP",
          "ERR",
          "RDHUP",
          "RESET_ON_CLOSE",
          "NAGLE",
          "NAGLE_HOLDS",
          "URGENT",
          "STOPS_SHORT");

  private SocketReadiness() {}

  /** The bits that a poller's events set. */
  static int of(int events) {
    int state = 0;
    if ((events & (Poller.IN | Poller.HUP | Poller.ERR | Poller.RDHUP | Poller.PRI)) != 0) {
      state |= RECV_READY;
    }
    if ((events & Poller.PRI) != 0) {
      state |= URGENT;
    }
    if ((events & (Poller.OUT | Poller.HUP | Poller.ERR)) != 0) {
      state |= SEND_READY;
    }
    if ((events & Poller.HUP) != 0) {
      state |= HUNG_UP;
    }
    if ((events & Poller.ERR) != 0) {
      state |= ERROR;
    }
    if ((events & Poller.RDHUP) != 0) {
      state |= HALF_CLOSED;
    }
    return state;
  }

  static void describe(int state, StringBuilder to) {
    NAMES.describe(state, to);
  }
}
