package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;
import java.util.Set;

/** Protocols whose answers begin with three digits, and that need no word before: FTP and NNTP. */
final class CodeAsk implements LineScript {
  /** No answer has it. */
  private static final int NEVER = -1;

  private final Terms terms;
  private final Set<Integer> greetings;
  private final int later;
  private final String command;
  private final int agreed;
  private final Replies replies = new Replies();
  private boolean greeted;

  private CodeAsk(Terms terms, Set<Integer> greetings, int later, String command, int agreed) {
    this.terms = terms;
    this.greetings = greetings;
    this.later = later;
    this.command = command;
    this.agreed = agreed;
  }

  /** RFC 4217. */
  static CodeAsk ftp(Terms terms) {
    return new CodeAsk(terms, Set.of(220), Greeting.FTP_LATER, "AUTH TLS\r\n", 234);
  }

  /** RFC 4642. */
  static CodeAsk nntp(Terms terms) {
    return new CodeAsk(terms, Set.of(200, 201), NEVER, "STARTTLS\r\n", 382);
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    Reply reply = replies.end(line.text());
    if (reply == null) {
      return replies.malformed() ? Terms.bad(line.text()) : Turn.listen();
    }
    if (greeted) {
      return reply.code() == agreed ? Turn.secure(new byte[0]) : terms.refused(line.text());
    }
    if (reply.code() == later) {
      return Turn.listen();
    }
    greeted = true;
    return greetings.contains(reply.code())
        ? Turn.say(Turn.bytes(command))
        : Greeting.unwelcome(line.text());
  }
}
