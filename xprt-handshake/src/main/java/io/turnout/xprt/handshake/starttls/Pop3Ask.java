package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;

/** POP3 (RFC 2595, section 4), to servers. */
final class Pop3Ask implements LineScript {
  private final Terms terms;
  private boolean greeted;

  Pop3Ask(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    boolean well = line.startsWith("+OK");
    if (!well && !line.startsWith("-ERR")) {
      return Terms.bad(line.text());
    }
    if (!greeted) {
      greeted = true;
      return well ? Turn.say(Turn.bytes("STLS\r\n")) : Greeting.unwelcome(line.text());
    }
    return well ? Turn.secure(new byte[0]) : terms.refused(line.text());
  }
}
