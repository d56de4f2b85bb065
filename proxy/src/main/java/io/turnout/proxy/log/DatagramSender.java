package io.turnout.proxy.log;

import java.nio.ByteBuffer;

/**
 * Carries whole lines to one target: a syslog server, a local socket, a descriptor.
 *
 * <p><b>Thread:</b> any, several at once.
 */
public interface DatagramSender extends AutoCloseable {
  /**
   * Takes one line if that is possible at once. Never waits and never throws.
   *
   * @param line from its position to its limit, array-backed; the caller's again on return
   * @return false if the line was not taken
   */
  boolean trySend(ByteBuffer line);

  /** How many lines were taken and could not be delivered later. */
  default long lostLines() {
    return 0;
  }

  @Override
  void close();
}
