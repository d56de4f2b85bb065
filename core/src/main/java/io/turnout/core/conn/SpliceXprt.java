package io.turnout.core.conn;

import io.turnout.core.buffer.Pipe;

/** A transport whose bytes may pass through a kernel pipe, as they are the socket's own. */
public interface SpliceXprt {
  /**
   * Moves received bytes into a pipe.
   *
   * @return bytes moved, 0 for no progress; -1 if this connection cannot be spliced
   */
  int rcvPipe(Pipe into, int max);

  /** Sends what a pipe holds. Returns bytes that left it, 0 for no progress. */
  int sndPipe(Pipe from);
}
