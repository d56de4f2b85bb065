package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Turn;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a server's greeting, as the client has had one already. */
final class GreetingTaker implements LineScript {
  private final Set<String> welcomes;
  private final @Nullable Replies replies;

  private GreetingTaker(Set<String> welcomes, @Nullable Replies replies) {
    this.welcomes = welcomes;
    this.replies = replies;
  }

  /** One that begins with three digits, on one line or several. */
  static GreetingTaker ofCodes(String... welcomes) {
    return new GreetingTaker(Set.of(welcomes), new Replies());
  }

  /** One of a line. */
  static GreetingTaker ofWords(String... welcomes) {
    return new GreetingTaker(Set.of(welcomes), null);
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public Turn hear(Line line) {
    if (replies != null && replies.end(line.text()) == null) {
      return replies.malformed() ? Terms.bad(line.text()) : Turn.listen();
    }
    return welcomes.stream().anyMatch(line::startsWith)
        ? Turn.done()
        : Greeting.unwelcome(line.text());
  }
}
