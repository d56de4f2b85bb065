package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** ManageSieve (RFC 5804), to clients. */
final class SieveOffer implements LineScript {
  private static final String CAPABILITIES =
      """
      "IMPLEMENTATION" "Turnout"\r
      "SASL" ""\r
      "SIEVE" ""\r
      "STARTTLS"\r
      "VERSION" "1.0"\r
      """;

  private final Terms terms;

  SieveOffer(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Turn begin() {
    return say(CAPABILITIES + "OK \"" + terms.name() + " ready\"\r\n");
  }

  @Override
  public Turn hear(Line line) {
    return switch (line.word(0)) {
      case "CAPABILITY" -> say(CAPABILITIES + "OK \"Done\"\r\n");
      case "NOOP" -> say("OK \"Done\"\r\n");
      case "LOGOUT" -> Turn.fail(Turn.bytes("OK \"Bye\"\r\n"), ConnError.STARTTLS_ABORT, "LOGOUT");
      case "STARTTLS" -> Turn.secure(Turn.bytes("OK \"Begin TLS negotiation now\"\r\n"));
      default ->
          Turn.insist(
              Turn.bytes("NO (ENCRYPT-NEEDED) \"STARTTLS first\"\r\n"),
              Terms.beforeTls(line.word(0)));
    };
  }

  private static Turn say(String text) {
    return Turn.say(Turn.bytes(text));
  }
}
