package io.turnout.xprt.handshake.relay;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/**
 * What becomes of a message.
 *
 * @param say what the peer is to be told first
 * @param behind how many bytes of the message follow its head
 * @param error why the connection fails, or {@link ConnError#NONE}
 * @param detail what is known of the failure beyond that
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Ruling(Act act, byte[] say, int behind, ConnError error, String detail) {
  private static final byte[] NOTHING = {};

  /** What is done. */
  public enum Act {
    /** It passes. */
    PASS,
    /** It was the peer's request for TLS, which begins, and does not pass. */
    TURN,
    /** The peer is asked for TLS, and the message passes inside it. */
    ASK,
    /** The connection fails. */
    FAIL
  }

  /** It passes. */
  public static Ruling pass(int behind) {
    return new Ruling(Act.PASS, NOTHING, behind, ConnError.NONE, "");
  }

  /** TLS begins in its place. */
  public static Ruling turn() {
    return new Ruling(Act.TURN, NOTHING, 0, ConnError.NONE, "");
  }

  /** TLS begins before it. */
  public static Ruling ask(byte[] request, int behind) {
    return new Ruling(Act.ASK, request, behind, ConnError.NONE, "");
  }

  /** The connection fails as that turn says. */
  public static Ruling fail(Turn last) {
    return new Ruling(Act.FAIL, last.say(), 0, last.error(), last.detail());
  }
}
