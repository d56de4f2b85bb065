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

  /**
   * Whether received bytes that nobody has asked for yet are held, by this layer or by one that it
   * stands on and still receives from. The end of stream stands behind them: see {@link
   * Connection#isReadOver()}.
   *
   * <p>It is asked once the peer's end was seen, and not for each piece of bytes.
   */
  default boolean hasUnread() {
    return false;
  }

  /** Asks to be woken when an attempt may succeed; at once, and unrecorded, if it may now. */
  void subscribe(int events, WaitEvent waiter);

  /** Takes a subscription back. */
  void unsubscribe(int events, WaitEvent waiter);

  /**
   * Ends the sending side of this layer, then of that which it stands on, before the socket's is
   * shut. What it still has to say, if the socket cannot take it now, it marks by {@link
   * ConnFlags#FAREWELL}; once that has gone it goes on with the layer below, and at last with
   * {@link Connection#shutWrite}.
   *
   * @param clean whether the peer is told
   */
  default void shutWrite(boolean clean) {}

  /**
   * Ends the receiving side of this layer and of those below it.
   *
   * @param drain whether what the peer still sends is to be read and dropped, so that it sees an
   *     end in order
   * @return false if these layers have nothing of their own to do: the caller then drains the
   *     connection
   */
  default boolean shutRead(boolean drain) {
    return false;
  }

  /** Ends this layer and those below it, without the socket; wakes a subscriber. */
  void close();
}
