package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;

/** Says something, or nothing, and hears nothing. */
final class Silence implements Speech {
  private final byte[] before;

  Silence(byte[] before) {
    this.before = before;
  }

  @Override
  public String name() {
    return "greet";
  }

  @Override
  public Turn begin() {
    return Turn.done(before);
  }

  @Override
  public int needed(byte[] seen, int length) {
    throw new IllegalStateException("nothing is to be heard");
  }

  @Override
  public Turn hear(byte[] message, int length) {
    throw new IllegalStateException("nothing is to be heard");
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.STARTTLS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }
}
