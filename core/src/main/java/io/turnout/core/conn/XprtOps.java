package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traceable;

/**
 * One transport layer of one connection: plain, TLS, a handshake. Layers stand on each other and on
 * the control layer; the connection holds the top.
 *
 * <p>Nothing above may assume that {@link #rcvBuf} makes a system call.
 *
 * <p><b>Thread:</b> the connection's loop. No method blocks.
 *
 * @implSpec rules XPRT-01 to XPRT-05
 */
public interface XprtOps extends Traceable {
  /** Flag for {@link #sndBuf}: more bytes follow at once. */
  int MORE = CtlOps.MORE;

  /** The name that dumps show: {@code RAW}, {@code SSL}. */
  String name();

  /**
   * Moves received bytes to the tail of a buffer.
   *
   * @param into the caller's buffer
   * @param max how many at most
   * @return bytes added, 0..{@code max}; 0 is no progress. The end of stream and errors are flags
   *     of the connection, set by the call that sees them, even if it moved bytes
   */
  int rcvBuf(Buffer into, int max);

  /**
   * Sends bytes from the head of a buffer, and takes from it what was sent: what has reached the
   * socket, and not what waits in this layer. So a call that took less than was there is repeated
   * with the same bytes first, and nothing is lost when the sending side is shut after all is
   * taken.
   *
   * @param from the caller's buffer
   * @param max how many at most
   * @param flags 0 or {@link #MORE}
   * @return bytes taken, 0..{@code max}; 0 is no progress
   */
  int sndBuf(Buffer from, int max, int flags);

  /** Asks to be woken when an attempt may succeed; at once, and unrecorded, if it may now. */
  void subscribe(int events, WaitEvent waiter);

  /** Takes a subscription back. */
  void unsubscribe(int events, WaitEvent waiter);

  /**
   * Ends the sending side of this layer, before the socket's is shut. What it still has to say, if
   * the socket cannot take it now, it marks by {@link ConnFlags#FAREWELL}.
   *
   * @param clean whether the peer is told
   */
  default void shutWrite(boolean clean) {}

  /**
   * Ends the receiving side.
   *
   * @param drain whether what the peer still sends is to be read and dropped, so that it sees an
   *     end in order
   * @return false if this layer has nothing of its own to do: the caller then drains the socket
   */
  default boolean shutRead(boolean drain) {
    return false;
  }

  /** Ends this layer and those below it, without the socket; wakes a subscriber. */
  void close();
}
