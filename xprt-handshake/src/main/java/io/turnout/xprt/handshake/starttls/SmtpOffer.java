package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** SMTP and LMTP (RFC 3207), to clients. */
final class SmtpOffer implements LineScript {
  private final Terms terms;
  private final boolean local;

  /**
   * Not begun.
   *
   * @param local whether it is LMTP
   */
  SmtpOffer(Terms terms, boolean local) {
    this.terms = terms;
    this.local = local;
  }

  @Override
  public Turn begin() {
    return Turn.say(Turn.bytes(Greeting.smtp(terms.name(), local)));
  }

  @Override
  public Turn hear(Line line) {
    String command = line.word(0);
    return switch (command) {
      case "EHLO", "LHLO" ->
          command.equals("LHLO") == local ? say(hello()) : say("500 5.5.1 Wrong greeting\r\n");
      case "HELO" -> say(local ? "500 5.5.1 Wrong greeting\r\n" : "250 " + terms.name() + "\r\n");
      case "NOOP", "RSET" -> say("250 2.0.0 OK\r\n");
      case "QUIT" -> Turn.fail(Turn.bytes("221 2.0.0 Bye\r\n"), ConnError.STARTTLS_ABORT, "QUIT");
      case "STARTTLS" ->
          line.word(1).isEmpty()
              ? Turn.secure(Turn.bytes("220 2.0.0 Ready to start TLS\r\n"))
              : say("501 5.5.4 No parameters allowed\r\n");
      default ->
          terms.optional()
              ? Turn.clear(line.raw())
              : Turn.insist(
                  Turn.bytes("530 5.7.0 Must issue a STARTTLS command first\r\n"),
                  Terms.beforeTls(line.word(0)));
    };
  }

  private String hello() {
    return "250-" + terms.name() + "\r\n250 STARTTLS\r\n";
  }

  private static Turn say(String text) {
    return Turn.say(Turn.bytes(text));
  }
}
