package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.WaitEvent;

/**
 * What a {@link ConnStream} pulls from and pushes to; its mux provides it.
 *
 * <p>What happened is told by the conn stream's flags ({@link StreamFlags}).
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public interface StreamEndpoint {
  /**
   * Flag for {@link #rcvBuf}: bytes in the buffer are about to leave, a copy may be optimised for
   * it.
   */
  int BUF_NOT_STUCK = 1;

  /** Flag for {@link #sndBuf}: more bytes follow at once. */
  int MORE = XprtOps.MORE;

  /**
   * Mode for {@link #shut}: read and drop what the peer still sends, so that it sees an end in
   * order.
   */
  int SHR_DRAIN = 1;

  /** Mode for {@link #shut}: stop reading, whatever comes. */
  int SHR_RESET = 2;

  /** Mode for {@link #shut}: tell the peer that nothing follows. */
  int SHW_NORMAL = 4;

  /** Mode for {@link #shut}: stop writing, without a word. */
  int SHW_SILENT = 8;

  /**
   * Moves received bytes to the tail of a buffer.
   *
   * @param into the caller's buffer
   * @param max how many at most; 0 answers {@code RCV_MORE | WANT_ROOM}
   * @param flags 0 or {@link #BUF_NOT_STUCK}
   * @return bytes added, 0..{@code max}; 0 is no progress
   */
  int rcvBuf(Buffer into, int max, int flags);

  /**
   * Sends bytes from the head of a buffer, and takes from it what was sent.
   *
   * @param from the caller's buffer
   * @param max how many at most
   * @param flags 0 or {@link #MORE}
   * @return bytes taken, 0..{@code max}; 0 is no progress
   */
  int sndBuf(Buffer from, int max, int flags);

  /** Ends one or both directions: {@code SHR_*} and {@code SHW_*}. */
  void shut(int modes);

  /** Asks to be woken when an attempt may succeed; only after one that did not complete. */
  void subscribe(int events, WaitEvent waiter);

  /** Takes a subscription back. */
  void unsubscribe(int events, WaitEvent waiter);
}
