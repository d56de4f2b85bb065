package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Turn;

/** Says hello to a server in the place of a client that has said it to us. */
final class SmtpHello implements LineScript {
  private static final int DONE = 250;

  private final String hello;

  /**
   * Not begun.
   *
   * @param local whether it is LMTP
   */
  SmtpHello(Terms terms, boolean local) {
    this.hello = (local ? "LHLO " : "EHLO ") + terms.name() + "\r\n";
  }

  @Override
  public Turn begin() {
    return Turn.say(Turn.bytes(hello));
  }

  @Override
  public Turn hear(Line line) {
    Reply reply = Reply.of(line.text());
    if (reply == null) {
      return Terms.bad(line.text());
    }
    if (!reply.last()) {
      return Turn.listen();
    }
    return reply.code() == DONE
        ? Turn.done()
        : Turn.fail(ConnError.STARTTLS_REFUSED, Terms.printable(line.text()));
  }
}
