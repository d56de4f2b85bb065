package io.turnout.xprt.handshake.starttls;

import org.jspecify.annotations.Nullable;

/**
 * Answers of three digits, on one line or several. Between the first and the last line of one there
 * may be any text, as FTP has it.
 */
final class Replies {
  private static final int NONE = -1;

  private int open = NONE;
  private boolean malformed;

  /** Hears a line; the answer if it ends with it, else null. */
  @Nullable Reply end(String line) {
    Reply reply = Reply.of(line);
    if (open == NONE) {
      if (reply == null) {
        malformed = true;
      } else if (!reply.last()) {
        open = reply.code();
        return null;
      }
      return reply;
    }
    if (reply == null || !reply.last() || reply.code() != open) {
      return null;
    }
    open = NONE;
    return reply;
  }

  /** Whether a line that should have begun an answer did not. */
  boolean malformed() {
    return malformed;
  }
}
