package io.turnout.core.net;

import io.turnout.core.conn.Connection;
import io.turnout.core.loop.EventLoop;

/**
 * What becomes of connections that come in.
 *
 * <p><b>Thread:</b> the accepting loop's.
 *
 * @implSpec rule CTL-04
 */
public interface AcceptHandler {
  /** Whether no connection can be taken now: the acceptor rests until {@link Acceptor#resume()}. */
  boolean isFull();

  /** A socket was accepted: the connection that shall have it. */
  Connection newConnection(EventLoop loop);

  /** The connection has its control layer. */
  void accepted(Connection connection);

  /**
   * Accepting failed for lack of something; the acceptor rests for a moment by itself.
   *
   * @param reason for the log, told once until accepting works again
   */
  void starved(String reason);
}
