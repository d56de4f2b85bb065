package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;
import java.io.ByteArrayOutputStream;

/**
 * ManageSieve (RFC 5804), to servers. What a server greets with are its capabilities, for which the
 * client waits; with TLS it tells them again.
 */
final class SieveAsk implements LineScript {
  private static final int LONGEST_GREETING = 8192;

  private final Terms terms;
  private final boolean asks;
  private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();
  private boolean greeted;

  /**
   * Not begun.
   *
   * @param asks whether TLS is asked for; else the greeting is passed on without its offer of TLS
   */
  SieveAsk(Terms terms, boolean asks) {
    this.terms = terms;
    this.asks = asks;
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    if (isAnswer(line, "NO") || isAnswer(line, "BYE")) {
      return greeted
          ? terms.refused(line.text(), greeting.toByteArray())
          : Greeting.unwelcome(line.text());
    }
    boolean well = isAnswer(line, "OK");
    if (well && line.text().endsWith("}")) {
      return Terms.bad("answer with a literal: " + line.text());
    }
    if (greeted) {
      return well ? Turn.secure(new byte[0]) : Terms.bad(line.text());
    }
    if (!line.startsWith("\"STARTTLS\"")) {
      greeting.writeBytes(line.raw());
    }
    if (greeting.size() > LONGEST_GREETING) {
      return Terms.bad("greeting of more than %d bytes".formatted(LONGEST_GREETING));
    }
    return well ? greeted() : Turn.listen();
  }

  private Turn greeted() {
    greeted = true;
    return asks ? Turn.say(Turn.bytes("STARTTLS\r\n")) : Turn.returning(greeting.toByteArray());
  }

  private static boolean isAnswer(Line line, String word) {
    return line.startsWith(word)
        && (line.text().length() == word.length() || line.text().charAt(word.length()) == ' ');
  }
}
