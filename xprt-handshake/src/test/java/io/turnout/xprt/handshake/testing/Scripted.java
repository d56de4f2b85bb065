package io.turnout.xprt.handshake.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.TraceSource;
import io.turnout.xprt.handshake.wire.DialogueFactory;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;

/** Hears one message of a fixed length, and answers as it is told. */
public final class Scripted implements Speech {
  private final int length;
  private final Turn answer;

  private Scripted(int length, Turn answer) {
    this.length = length;
    this.answer = answer;
  }

  /** A dialogue that hears so many bytes, then takes this turn. */
  public static HandshakeFactory hears(int length, Turn answer) {
    return new DialogueFactory(
        "scripted",
        new TraceSource("scripted", "for tests"),
        connection -> new Scripted(length, answer));
  }

  /** A dialogue that is over at once. */
  public static HandshakeFactory nothing() {
    return new DialogueFactory(
        "nothing",
        new TraceSource("scripted", "for tests"),
        connection -> new Scripted(0, Turn.done()));
  }

  public static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Turn begin() {
    return length == 0 ? answer : Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int count) {
    return length;
  }

  @Override
  public Turn hear(byte[] message, int count) {
    return answer;
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
