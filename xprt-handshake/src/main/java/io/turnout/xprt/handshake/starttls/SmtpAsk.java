package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;
import java.util.Locale;

/** SMTP and LMTP (RFC 3207), to servers. */
final class SmtpAsk implements LineScript {
  private static final int GREETED = 220;
  private static final int DONE = 250;

  private final Terms terms;
  private final String hello;
  private State state = State.GREETING;
  private boolean offered;

  private enum State {
    GREETING,
    HELLO,
    STARTTLS
  }

  /**
   * Not begun.
   *
   * @param local whether it is LMTP
   */
  SmtpAsk(Terms terms, boolean local) {
    this.terms = terms;
    this.hello = (local ? "LHLO " : "EHLO ") + terms.name() + "\r\n";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    Reply reply = Reply.of(line.text());
    if (reply == null) {
      return Terms.bad(line.text());
    }
    if (state == State.HELLO && reply.code() == DONE) {
      offered |= reply.text().strip().toUpperCase(Locale.ROOT).equals("STARTTLS");
    }
    return reply.last() ? next(reply.code(), line.text()) : Turn.listen();
  }

  private Turn next(int code, String text) {
    return switch (state) {
      case GREETING -> {
        state = State.HELLO;
        yield code == GREETED ? Turn.say(Turn.bytes(hello)) : Greeting.unwelcome(text);
      }
      case HELLO -> {
        state = State.STARTTLS;
        if (code != DONE) {
          yield terms.refused(text);
        }
        yield offered ? Turn.say(Turn.bytes("STARTTLS\r\n")) : terms.refused("no STARTTLS offered");
      }
      case STARTTLS -> code == GREETED ? Turn.secure(new byte[0]) : terms.refused(text);
    };
  }
}
