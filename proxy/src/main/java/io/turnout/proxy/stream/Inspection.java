package io.turnout.proxy.stream;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Task;
import io.turnout.proxy.config.rule.RuleActionConfig.StartTls;
import io.turnout.proxy.log.TerminationCode.Cause;
import io.turnout.proxy.rules.Inspected;
import io.turnout.proxy.rules.RuleActions;
import io.turnout.proxy.rules.RuleSet;
import io.turnout.proxy.rules.Sample;
import io.turnout.proxy.rules.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rules on content what becomes of a stream. Only streams that have rules have one.
 *
 * <pre>
 *   FRONTEND ──accepted──▶ BACKEND ──accepted──▶ CONNECTING ──established──▶ RESPONSE ──accepted──▶ DONE
 *       └── rejected: ends        └── rejected: ends                             └── rejected: ends
 * </pre>
 */
final class Inspection implements Inspected, RuleActions {
  private enum Stage {
    FRONTEND,
    BACKEND,
    CONNECTING,
    RESPONSE,
    DONE
  }

  private final Stream stream;
  private final ContentRules rules;
  private final Sample space;
  private final EventLoop loop;
  private Stage stage = Stage.FRONTEND;
  private @Nullable RuleSet current;
  private long deadlineNanos = Task.NEVER;

  Inspection(Stream stream, ContentRules rules, Sample space, EventLoop loop) {
    this.stream = stream;
    this.rules = rules;
    this.space = space;
    this.loop = loop;
    enter(Stage.FRONTEND, rules.frontend());
  }

  /** Whether responses are looked at. */
  boolean concernsResponse() {
    return rules.response() != null;
  }

  /** Whether the client's bytes are still looked at, and no server is looked for. */
  boolean holdsRequest() {
    return stage == Stage.FRONTEND || stage == Stage.BACKEND;
  }

  /** Whether the frontend's rules have let the stream go on to its backend. */
  boolean hasBackend() {
    return stage != Stage.FRONTEND;
  }

  /** Whether there is nothing more to look at. */
  boolean isDone() {
    return stage == Stage.DONE;
  }

  /** When to look again at the latest, or {@link Task#NEVER}. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** The server's connection is up: its bytes are next. */
  void established() {
    enter(Stage.RESPONSE, rules.response());
  }

  /** There is nothing more to look at. */
  void stop() {
    enter(Stage.DONE, null);
  }

  /** Something has come, or a time: goes on as far as the rules allow. */
  void look() {
    while (mayDecide()) {
      RuleSet asked = current;
      Verdict verdict =
          asked == null ? Verdict.ACCEPT : asked.evaluate(this, isLast(asked), space, this);
      switch (verdict) {
        case WAIT -> {
          stream.waitForRules();
          return;
        }
        case REJECT -> stream.end(Cause.PROXY);
        case ACCEPT -> accepted();
        case CLOSE -> stream.closeServer();
      }
    }
  }

  @Override
  public @Nullable Buffer content() {
    return channel().content();
  }

  @Override
  public Address client() {
    return stream.session().client();
  }

  @Override
  public @Nullable Address destination() {
    return stream.session().connection().destination();
  }

  @Override
  public String frontend() {
    return stream.session().frontend().name();
  }

  @Override
  public String backend() {
    return stream.connector().backend().name();
  }

  @Override
  public void switchMux(String mux) {
    stream.switchMux(side(), mux);
  }

  @Override
  public Verdict startTls(StartTls how, boolean last) {
    return ClientTls.start(stream, how, last);
  }

  /** A stream whose client has failed ends, whatever its rules say of what came before. */
  private boolean mayDecide() {
    return !stream.hasEnded()
        && !stream.isSecuring()
        && (holdsRequest() || stage == Stage.RESPONSE)
        && !stream.front().any(StreamFlags.ERROR);
  }

  /** Whether nothing more is waited for. */
  private boolean isLast(RuleSet asked) {
    return asked.delayNanos() == 0
        || loop.now() >= deadlineNanos
        || side().any(StreamFlags.EOS | StreamFlags.ERROR | StreamFlags.ERR_PENDING)
        || channel().isFull();
  }

  /**
   * A client that has begun TLS goes on when that is agreed on: later rules see what it protects,
   * and the server is told who it is.
   */
  private void accepted() {
    if (stream.isSecuring()) {
      enter(stage, null);
      stream.waitForRules();
    } else {
      advance();
    }
  }

  private void advance() {
    switch (stage) {
      case FRONTEND -> enter(Stage.BACKEND, rules.backend());
      case BACKEND -> {
        enter(Stage.CONNECTING, null);
        stream.requestAccepted();
      }
      case RESPONSE -> {
        enter(Stage.DONE, null);
        stream.responseAccepted();
      }
      case CONNECTING, DONE -> {}
    }
  }

  private void enter(Stage next, @Nullable RuleSet asked) {
    stage = next;
    current = asked;
    deadlineNanos =
        asked == null || asked.delayNanos() == 0 ? Task.NEVER : loop.now() + asked.delayNanos();
  }

  private Side side() {
    return holdsRequest() ? stream.front() : stream.back();
  }

  private Channel channel() {
    return holdsRequest() ? stream.request() : stream.response();
  }
}
