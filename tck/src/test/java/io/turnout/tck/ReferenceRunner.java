package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Speaks one dialogue, then leaves. Made to be broken, one rule at a time. */
class ReferenceRunner implements StackedXprt, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("tck.reference.handshake");

  final Connection connection;
  final Tasklet tasklet;
  private final HandshakeOps dialogue;
  private final WaitEvent waiting;
  XprtOps below;
  @Nullable WaitEvent subscriber;
  private boolean over;

  ReferenceRunner(Connection connection, HandshakeOps dialogue) {
    this.connection = connection;
    this.dialogue = dialogue;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.waiting = new WaitEvent(tasklet);
    this.below = Objects.requireNonNull(connection.xprt());
    connection.set(ConnFlags.HANDSHAKE);
    tasklet.wake(Tasklet.WOKEN_INIT);
  }

  @Override
  public String name() {
    return "RUNNER";
  }

  @Override
  public XprtOps below() {
    return below;
  }

  @Override
  public void below(XprtOps now) {
    below = now;
  }

  @Override
  public boolean run(int why) {
    if (over) {
      return true;
    }
    int before = connection.flags();
    int answer = connection.any(ConnFlags.ERROR) ? 0 : dialogue.advance(connection, below);
    boolean failed = connection.any(ConnFlags.ERROR);
    if (!failed && answer == HandshakeOps.AGAIN) {
      tasklet.wake(Tasklet.WOKEN_MSG);
      return true;
    }
    if (!failed && answer != HandshakeOps.DONE) {
      subscribeBelow(answer, waiting);
      return true;
    }
    stop();
    if (!failed) {
      connection.clear(ConnFlags.HANDSHAKE);
      leave();
    }
    tell(before);
    return !tasklet.isFreed();
  }

  void subscribeBelow(int events, WaitEvent waiter) {
    below.subscribe(events, waiter);
  }

  void leave() {
    connection.removeXprt(this);
    tasklet.free();
  }

  void tell(int before) {
    connection.notifyMux(before, false);
  }

  private void stop() {
    if (!over) {
      over = true;
      endDialogue(dialogue);
      if (waiting.events() != 0) {
        below.unsubscribe(waiting.events(), waiting);
      }
      wakeSubscriber();
    }
  }

  void endDialogue(HandshakeOps ended) {
    ended.close();
  }

  void wakeSubscriber() {
    WaitEvent told = subscriber;
    if (told != null) {
      subscriber = told.deliver(told.events());
    }
  }

  @Override
  public void failed(Throwable thrown) {
    connection.fail(ConnError.PLUGIN);
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    return 0;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return 0;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    subscriber = waiter.record(subscriber, events);
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    subscriber = waiter.drop(subscriber, events);
  }

  @Override
  public ConnError timeoutError() {
    return over ? ConnError.NONE : dialogue.timeoutError();
  }

  @Override
  public void close() {
    stop();
    if (!tasklet.isFreed()) {
      tasklet.free();
    }
    below.close();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("RUNNER over ");
    below.describe(to);
  }
}
