package io.turnout.xprt.handshake.wire;

import io.turnout.core.conn.ConnError;

/** One side of a dialogue as a machine of messages, which does no I/O. */
public interface Speech extends Extent {
  /** The name that dumps show. */
  String name();

  /** The first turn. */
  Turn begin();

  /**
   * The peer said something.
   *
   * @param message where it is; not to be changed or kept
   * @param length how long it is
   */
  Turn hear(byte[] message, int length);

  /**
   * The peer has closed.
   *
   * @param first whether it had said nothing at all
   * @return why the connection fails thereby
   */
  ConnError ended(boolean first);

  /** What is known of {@link #ended} beyond the reason, or "". */
  default String endedDetail() {
    return "";
  }

  /** Why the connection fails if this takes too long. */
  ConnError late();
}
