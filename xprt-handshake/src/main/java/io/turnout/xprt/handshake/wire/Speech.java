package io.turnout.xprt.handshake.wire;

import io.turnout.core.conn.ConnError;

/** One side of a dialogue as a machine of messages, which does no I/O. */
public interface Speech {
  /** The name that dumps show. */
  String name();

  /** The first turn. */
  Turn begin();

  /**
   * How long the peer's next message is, judging by what was seen of it. All of these bytes belong
   * to the dialogue.
   *
   * @param seen where they are; not to be changed
   * @param length how many are seen
   * @return how many it has at least: more than {@code length} as long as it is not whole; at most
   *     {@code length} once it is, or is known to be bad, which {@link #hear} then says
   */
  int needed(byte[] seen, int length);

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
