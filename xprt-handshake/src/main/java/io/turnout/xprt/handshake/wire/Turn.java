package io.turnout.xprt.handshake.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.conn.ConnError;

/**
 * What a {@link Speech} does next: says something, or nothing, and then goes on or ends.
 *
 * @param say the bytes to send first
 * @param then what follows
 * @param giveBack bytes that were heard and are none of the dialogue's: the next one's, or the
 *     data's
 * @param error why it failed, or would if the peer left now; {@link ConnError#NONE} for neither
 * @param detail what is known of the failure beyond that
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Turn(byte[] say, Then then, byte[] giveBack, ConnError error, String detail) {
  private static final byte[] NOTHING = {};

  /** What follows when all is said. */
  public enum Then {
    /** The peer's next message. */
    LISTEN,
    /** Nothing: the dialogue is over. */
    DONE,
    /** TLS: bytes that the peer has sent already are an injection. */
    SECURE,
    /** No TLS, which was a choice. */
    CLEAR,
    /** The same, and what was given back is all that the peer may say. */
    LAST,
    /** Nothing: the connection fails. */
    FAIL
  }

  /** Waits for the next message. */
  public static Turn listen() {
    return say(NOTHING);
  }

  /** Says something, then waits for the next message. */
  public static Turn say(byte[] bytes) {
    return new Turn(bytes, Then.LISTEN, NOTHING, ConnError.NONE, "");
  }

  /**
   * Refuses what the peer asked for, then waits for something better.
   *
   * @param detail what it asked for; nothing that is secret
   */
  public static Turn insist(byte[] bytes, String detail) {
    return new Turn(bytes, Then.LISTEN, NOTHING, ConnError.STARTTLS_REFUSED, detail);
  }

  /** Ends well. */
  public static Turn done() {
    return done(NOTHING);
  }

  /** Says something, then ends well. */
  public static Turn done(byte[] bytes) {
    return new Turn(bytes, Then.DONE, NOTHING, ConnError.NONE, "");
  }

  /** Ends well, and gives bytes back that were heard. */
  public static Turn returning(byte[] giveBack) {
    return new Turn(NOTHING, Then.DONE, giveBack, ConnError.NONE, "");
  }

  /** Says something, then TLS begins. */
  public static Turn secure(byte[] bytes) {
    return new Turn(bytes, Then.SECURE, NOTHING, ConnError.NONE, "");
  }

  /** Goes on without TLS, beginning with bytes that were heard. */
  public static Turn clear(byte[] giveBack) {
    return new Turn(NOTHING, Then.CLEAR, giveBack, ConnError.NONE, "");
  }

  /** Goes on without TLS, with bytes that were heard, and none that the peer says after them. */
  public static Turn last(byte[] giveBack) {
    return new Turn(NOTHING, Then.LAST, giveBack, ConnError.NONE, "");
  }

  /** The text's bytes, one for each character. */
  public static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Fails. */
  public static Turn fail(ConnError error, String detail) {
    return fail(NOTHING, error, detail);
  }

  /** Says something, then fails. */
  public static Turn fail(byte[] bytes, ConnError error, String detail) {
    return new Turn(bytes, Then.FAIL, NOTHING, error, detail);
  }
}
