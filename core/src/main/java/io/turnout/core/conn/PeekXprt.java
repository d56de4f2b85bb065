package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;

/** A transport whose next bytes can be looked at before they are taken. */
public interface PeekXprt {
  /**
   * Copies the next received bytes to the tail of a buffer, and leaves them to be received.
   *
   * <p>Who waits for more than it sees has to receive what it saw first: bytes that stay where they
   * are announce themselves again, or never, as the poller likes.
   *
   * @param into the caller's buffer
   * @param max how many at most
   * @return bytes added; 0 is no progress. The end of stream and errors are flags of the connection
   */
  int peek(Buffer into, int max);
}
