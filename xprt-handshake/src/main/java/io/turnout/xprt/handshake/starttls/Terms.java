package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/**
 * What the configuration says of a dialogue.
 *
 * @param name our name, or the domain that is asked for
 * @param optional whether a peer may go on without TLS
 */
record Terms(String name, boolean optional) {
  private static final int LONGEST_ANSWER = 120;

  /**
   * A server offers no TLS.
   *
   * @param answer what it said
   * @param giveBack what the client has to hear of it
   */
  Turn refused(String answer, byte[] giveBack) {
    return optional
        ? Turn.clear(giveBack)
        : Turn.fail(ConnError.STARTTLS_REFUSED, printable(answer));
  }

  /** As {@link #refused(String, byte[])}, with nothing for the client to hear. */
  Turn refused(String answer) {
    return refused(answer, new byte[0]);
  }

  /** Says that a command came too early; its arguments, which may be a password, are not shown. */
  static String beforeTls(String command) {
    return printable(command) + " before TLS";
  }

  /** The peer broke the rules. */
  static Turn bad(String detail) {
    return Turn.fail(ConnError.STARTTLS_BAD, printable(detail));
  }

  /** Fit for a log line. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), LONGEST_ANSWER); i++) {
      char letter = text.charAt(i);
      shown.append(letter >= ' ' && letter < 127 ? letter : '?');
    }
    return shown.toString();
  }
}
