package io.turnout.core.conn;

import io.turnout.core.buffer.Pipe;

/**
 * An endpoint whose bytes may pass through a kernel pipe while {@link StreamFlags#MAY_SPLICE} is
 * set.
 *
 * @implSpec rule MUX-04
 */
public interface SpliceEndpoint {
  /**
   * Moves received bytes into a pipe.
   *
   * @return bytes moved, 0 for no progress; the flag may have fallen, then {@code rcvBuf} is the
   *     way
   */
  int rcvPipe(Pipe into, int max);

  /** Sends what a pipe holds. Returns bytes that left it, 0 for no progress. */
  int sndPipe(Pipe from);
}
