package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** IMAP (RFC 3501, section 6.2.1), to clients. */
final class ImapOffer implements LineScript {
  private static final int LONGEST_TAG = 64;

  private final Terms terms;
  private final String capabilities;

  ImapOffer(Terms terms) {
    this.terms = terms;
    this.capabilities =
        "CAPABILITY IMAP4rev1 STARTTLS" + (terms.optional() ? "" : " LOGINDISABLED");
  }

  @Override
  public Turn begin() {
    return say("* OK [%s] %s ready\r\n".formatted(capabilities, terms.name()));
  }

  @Override
  public Turn hear(Line line) {
    int space = line.text().indexOf(' ');
    String tag = space < 0 ? "" : line.text().substring(0, space);
    if (!isTag(tag)) {
      return say("* BAD Tag missing or malformed\r\n");
    }
    return switch (line.word(1)) {
      case "CAPABILITY" -> say("* %s\r\n%s OK Done\r\n".formatted(capabilities, tag));
      case "NOOP" -> say(tag + " OK Done\r\n");
      case "ID" -> say("* ID NIL\r\n" + tag + " OK Done\r\n");
      case "LOGOUT" ->
          Turn.fail(
              Turn.bytes("* BYE Bye\r\n" + tag + " OK Done\r\n"),
              ConnError.STARTTLS_ABORT,
              "LOGOUT");
      case "STARTTLS" ->
          line.word(2).isEmpty()
              ? Turn.secure(Turn.bytes(tag + " OK Begin TLS negotiation now\r\n"))
              : say(tag + " BAD No parameters allowed\r\n");
      default ->
          terms.optional()
              ? Turn.clear(line.raw())
              : Turn.insist(
                  Turn.bytes(tag + " NO [PRIVACYREQUIRED] STARTTLS first\r\n"),
                  Terms.beforeTls(line.word(1)));
    };
  }

  private static boolean isTag(String tag) {
    for (int i = 0; i < tag.length(); i++) {
      char letter = tag.charAt(i);
      if (letter <= ' ' || letter >= 127 || "+(){%*\"\\".indexOf(letter) >= 0) {
        return false;
      }
    }
    return !tag.isEmpty() && tag.length() <= LONGEST_TAG;
  }

  private static Turn say(String text) {
    return Turn.say(Turn.bytes(text));
  }
}
