package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** POP3 (RFC 2595, section 4), to clients. */
final class Pop3Offer implements LineScript {
  private final Terms terms;

  Pop3Offer(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Turn begin() {
    return Turn.say(Turn.bytes(Greeting.pop3(terms.name())));
  }

  @Override
  public Turn hear(Line line) {
    return switch (line.word(0)) {
      case "CAPA" -> say("+OK\r\nSTLS\r\n" + (terms.optional() ? "USER\r\n" : "") + ".\r\n");
      case "QUIT" -> Turn.fail(Turn.bytes("+OK Bye\r\n"), ConnError.STARTTLS_ABORT, "QUIT");
      case "STLS" -> Turn.secure(Turn.bytes("+OK Begin TLS negotiation\r\n"));
      default ->
          terms.optional()
              ? Turn.clear(line.raw())
              : Turn.insist(Turn.bytes("-ERR STLS first\r\n"), Terms.beforeTls(line.word(0)));
    };
  }

  private static Turn say(String text) {
    return Turn.say(Turn.bytes(text));
  }
}
