package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;

/** Speaks a dialogue of lines, none too long, and not too many. */
final class LineSpeech implements Speech {
  /** The longest line, with its end. */
  static final int LONGEST = 2048;

  /** So many lines are heard. */
  static final int MOST = 200;

  private final String name;
  private final LineScript script;
  private int heard;

  /** What the peer asked for last instead of TLS; "" for nothing. */
  private String refused = "";

  LineSpeech(String name, LineScript script) {
    this.name = name;
    this.script = script;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Turn begin() {
    return script.begin();
  }

  @Override
  public int needed(byte[] seen, int length) {
    if (length > 0 && seen[0] == TlsHello.FIRST_BYTE) {
      return 1;
    }
    for (int i = 0; i < length; i++) {
      if (seen[i] == '\n' || i == LONGEST - 1) {
        return i + 1;
      }
    }
    return length + 1;
  }

  @Override
  public Turn hear(byte[] message, int length) {
    if (message[0] == TlsHello.FIRST_BYTE) {
      return TlsHello.refused();
    }
    if (message[length - 1] != '\n') {
      return Terms.bad("line of more than %d bytes".formatted(LONGEST));
    }
    if (++heard > MOST) {
      return Terms.bad("more than %d lines".formatted(MOST));
    }
    return remembered(script.hear(Line.of(message, length)));
  }

  @Override
  public ConnError ended(boolean first) {
    return refused.isEmpty() ? ConnError.STARTTLS_ABORT : ConnError.STARTTLS_REFUSED;
  }

  @Override
  public String endedDetail() {
    return refused;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }

  /** One who takes its leave after a refusal does so because of it. */
  private Turn remembered(Turn turn) {
    if (turn.then() == Turn.Then.LISTEN && turn.error() != ConnError.NONE) {
      refused = turn.detail();
    }
    return !refused.isEmpty() && turn.error() == ConnError.STARTTLS_ABORT
        ? Turn.fail(turn.say(), ConnError.STARTTLS_REFUSED, refused)
        : turn;
  }
}
