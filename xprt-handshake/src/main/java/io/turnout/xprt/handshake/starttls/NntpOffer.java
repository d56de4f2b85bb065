package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** NNTP (RFC 4642), to clients. */
final class NntpOffer implements LineScript {
  private final Terms terms;

  NntpOffer(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Turn begin() {
    return Turn.say(Turn.bytes(Greeting.nntp(terms.name())));
  }

  @Override
  public Turn hear(Line line) {
    return switch (line.word(0)) {
      case "CAPABILITIES" -> say("101 Capability list:\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n");
      case "MODE" ->
          say(line.word(1).equals("READER") ? "200 Posting allowed\r\n" : "501 Unknown mode\r\n");
      case "QUIT" -> Turn.fail(Turn.bytes("205 Bye\r\n"), ConnError.STARTTLS_ABORT, "QUIT");
      case "STARTTLS" -> Turn.secure(Turn.bytes("382 Continue with TLS negotiation\r\n"));
      default ->
          terms.optional()
              ? Turn.clear(line.raw())
              : Turn.insist(Turn.bytes("483 STARTTLS first\r\n"), Terms.beforeTls(line.word(0)));
    };
  }

  private static Turn say(String text) {
    return Turn.say(Turn.bytes(text));
  }
}
