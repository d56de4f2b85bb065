package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** FTP (RFC 4217), to clients. */
final class FtpOffer implements LineScript {
  private final Terms terms;

  FtpOffer(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Turn begin() {
    return Turn.say(Turn.bytes(Greeting.ftp(terms.name())));
  }

  @Override
  public Turn hear(Line line) {
    return switch (line.word(0)) {
      case "FEAT" -> say("211-Features:\r\n AUTH TLS\r\n PBSZ\r\n PROT\r\n211 End\r\n");
      case "NOOP" -> say("200 OK\r\n");
      case "QUIT" -> Turn.fail(Turn.bytes("221 Bye\r\n"), ConnError.STARTTLS_ABORT, "QUIT");
      case "AUTH" -> authenticate(line.word(1));
      default ->
          terms.optional()
              ? Turn.clear(line.raw())
              : Turn.insist(Turn.bytes("530 AUTH TLS first\r\n"), Terms.beforeTls(line.word(0)));
    };
  }

  private static Turn authenticate(String mechanism) {
    return switch (mechanism) {
      case "TLS", "TLS-C", "SSL" -> Turn.secure(Turn.bytes("234 Begin TLS negotiation\r\n"));
      case "" -> say("501 Mechanism missing\r\n");
      default -> say("504 Unknown mechanism\r\n");
    };
  }

  private static Turn say(String text) {
    return Turn.say(Turn.bytes(text));
  }
}
