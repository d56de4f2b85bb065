package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a server's greeting, as the client has had one already. */
final class GreetingTaker implements LineScript {
  private final Set<String> welcomes;
  private final boolean mayBeLate;
  private final @Nullable Replies replies;

  private GreetingTaker(Set<String> welcomes, boolean mayBeLate, @Nullable Replies replies) {
    this.welcomes = welcomes;
    this.mayBeLate = mayBeLate;
    this.replies = replies;
  }

  /** One that begins with three digits, on one line or several. */
  static GreetingTaker ofCodes(String... welcomes) {
    return new GreetingTaker(Set.of(welcomes), false, new Replies());
  }

  /** FTP's, in front of which it may be said that it comes later. */
  static GreetingTaker ofFtp() {
    return new GreetingTaker(Set.of("220"), true, new Replies());
  }

  /** One of a line. */
  static GreetingTaker ofWords(String... welcomes) {
    return new GreetingTaker(Set.of(welcomes), false, null);
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    if (replies != null) {
      Reply reply = replies.end(line.text());
      if (reply == null) {
        return replies.malformed() ? Terms.bad(line.text()) : Turn.listen();
      }
      if (mayBeLate && reply.code() == Greeting.FTP_LATER) {
        return Turn.listen();
      }
    }
    return welcomes.stream().anyMatch(line::startsWith)
        ? Turn.done()
        : Greeting.unwelcome(line.text());
  }
}
