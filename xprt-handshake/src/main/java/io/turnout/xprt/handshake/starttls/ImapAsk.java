package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;

/** IMAP (RFC 3501, section 6.2.1), to servers. */
final class ImapAsk implements LineScript {
  private static final String TAG = "tls ";

  private final Terms terms;
  private boolean greeted;

  ImapAsk(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    if (!greeted) {
      greeted = true;
      return line.startsWith("* OK")
          ? Turn.say(Turn.bytes(TAG + "STARTTLS\r\n"))
          : Greeting.unwelcome(line.text());
    }
    if (line.startsWith("* BYE")) {
      return Greeting.unwelcome(line.text());
    }
    if (line.text().startsWith("* ")) {
      return Turn.listen();
    }
    if (!line.startsWith(TAG)) {
      return Terms.bad(line.text());
    }
    return line.word(1).equals("OK") ? Turn.secure(new byte[0]) : terms.refused(line.text());
  }
}
