package io.turnout.xprt.handshake;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.ReturningHandshake;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks dialogues one after the other, then leaves the stack.
 *
 * <pre>
 *   speaking ──last one done──▶ passing ──returned bytes received──▶ gone
 *      └──── failed ────▶ still ──────────────close─────────────────▶ gone
 * </pre>
 *
 * <p>While it speaks, nothing passes. With no bytes that a dialogue gave back it leaves at once;
 * else they are received from it first.
 */
final class HandshakeXprt implements StackedXprt, PeekXprt, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("handshake.io");

  private final Connection connection;
  private final List<HandshakeFactory> dialogues;
  private final TraceSource trace;
  private final Tasklet tasklet;
  private final WaitEvent waiting;
  private final ReturnedXprt view;
  private XprtOps below;
  private @Nullable HandshakeOps current;
  private int started;
  private boolean speaking = true;

  /** It was speaking when the connection failed: what comes is nobody's. */
  private boolean broken;

  private @Nullable WaitEvent subscriber;

  HandshakeXprt(
      Connection connection, XprtOps below, List<HandshakeFactory> dialogues, TraceSource trace) {
    this.connection = connection;
    this.below = below;
    this.dialogues = dialogues;
    this.trace = trace;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.waiting = new WaitEvent(tasklet);
    this.view = new ReturnedXprt(connection, below);
    connection.set(ConnFlags.HANDSHAKE);
    tasklet.wake(Tasklet.WOKEN_INIT);
  }

  @Override
  public String name() {
    return "HANDSHAKE";
  }

  @Override
  public XprtOps below() {
    return below;
  }

  @Override
  public void below(XprtOps now) {
    below = now;
    view.below(now);
  }

  @Override
  public boolean run(int why) {
    int before = connection.flags();
    tasklet.heavy(false);
    // Whoever stands on top now may be one whose bytes can be spliced, which the mux has to hear.
    boolean forced = !speaking;
    if (connection.any(ConnFlags.ERROR)) {
      fail();
    } else if (!speaking) {
      leave();
    } else if (speak()) {
      finish();
    } else if (connection.any(ConnFlags.ERROR)) {
      fail();
    } else {
      return true;
    }
    trace("run", why);
    connection.notifyMux(before, forced);
    return !tasklet.isFreed();
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken(name(), thrown);
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    return speaking || broken ? 0 : thenLeave(view.rcvBuf(into, max));
  }

  @Override
  public boolean hasUnread() {
    return !broken && view.hasUnread();
  }

  @Override
  public int peek(Buffer into, int max) {
    return speaking || broken ? 0 : view.peek(into, max);
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return speaking ? 0 : below.sndBuf(from, max, flags);
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    if (speaking) {
      subscriber = waiter.record(subscriber, events);
    } else {
      view.subscribe(events, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    if (speaking) {
      subscriber = waiter.drop(subscriber, events);
    } else {
      view.unsubscribe(events, waiter);
    }
  }

  @Override
  public ConnError timeoutError() {
    HandshakeOps spoken = current;
    return spoken == null ? ConnError.NONE : spoken.timeoutError();
  }

  @Override
  public void close() {
    stop();
    connection.clear(ConnFlags.HANDSHAKE);
    view.close();
    if (!tasklet.isFreed()) {
      tasklet.free();
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("HANDSHAKE ").append(started).append('/').append(dialogues.size()).append(' ');
    HandshakeOps spoken = current;
    if (spoken != null) {
      spoken.describe(to);
    }
    view.describe(to);
    to.append(" over ");
    below.describe(to);
  }

  /** Goes on as far as it can; whether all dialogues are over. */
  private boolean speak() {
    while (true) {
      HandshakeOps spoken = current == null ? begin() : current;
      int answer = spoken.advance(connection, view.isEmpty() ? below : view);
      if (connection.any(ConnFlags.ERROR)) {
        return false;
      }
      if (answer == HandshakeOps.AGAIN) {
        // So that others come first, also those whose bytes the poller has not seen yet.
        tasklet.heavy(true);
        tasklet.wake(Tasklet.WOKEN_MSG);
        return false;
      }
      if (!isOver(answer)) {
        view.subscribe(answer, waiting);
        return false;
      }
      takeBack(spoken);
      if (connection.any(ConnFlags.ERROR)) {
        return false;
      }
      endCurrent();
      if (answer == HandshakeOps.LAST_IN_CLEAR) {
        unsubscribeBelow();
        below(new MutedXprt(connection, below));
      }
      if (answer != HandshakeOps.DONE) {
        goOnInClear();
      }
      if (started == dialogues.size()) {
        return true;
      }
    }
  }

  private static boolean isOver(int answer) {
    return answer == HandshakeOps.DONE
        || answer == HandshakeOps.DONE_IN_CLEAR
        || answer == HandshakeOps.LAST_IN_CLEAR;
  }

  private HandshakeOps begin() {
    HandshakeOps begun = dialogues.get(started++).create(connection);
    current = begun;
    return begun;
  }

  private void takeBack(HandshakeOps spoken) {
    Buffer bytes = spoken instanceof ReturningHandshake able ? able.surrenderInput() : null;
    if (bytes != null) {
      view.giveBack(bytes);
    }
  }

  private void endCurrent() {
    HandshakeOps spoken = current;
    if (spoken != null) {
      current = null;
      spoken.close();
    }
  }

  /** The TLS that stands on this has nothing to wait for any more. */
  @SuppressWarnings("ReferenceEquality") // layers are objects of this connection
  private void goOnInClear() {
    if (connection.xprt() == this || !(connection.above(this) instanceof SecureXprt)) {
      return;
    }
    StackedXprt leaving = connection.above(this);
    wakeSubscriber();
    connection.removeXprt(leaving);
    leaving.below(new GoneXprt());
    leaving.close();
    connection.clear(ConnFlags.WAIT_L6);
  }

  /** Nothing more is to be said. */
  private void finish() {
    stop();
    if (!anotherSpeaks()) {
      connection.clear(ConnFlags.HANDSHAKE);
    }
    if (view.isEmpty()) {
      leave();
    }
  }

  /** There is one bit for what is spoken below TLS and inside it. */
  private boolean anotherSpeaks() {
    XprtOps layer = connection.xprt();
    while (layer instanceof StackedXprt stacked) {
      if (layer instanceof HandshakeXprt other && other.speaking) {
        return true;
      }
      layer = stacked.below();
    }
    return false;
  }

  /** The connection has failed; that the handshake is not done stays to be seen. */
  private void fail() {
    if (speaking) {
      broken = true;
      // Where only sending failed, the socket may go on being readable, and nobody reads it.
      connection.fail(connection.error());
    }
    stop();
  }

  private void stop() {
    endCurrent();
    unsubscribeBelow();
    wakeSubscriber();
    speaking = false;
  }

  private int thenLeave(int received) {
    if (received > 0 && view.isEmpty() && !tasklet.isFreed()) {
      tasklet.wake(Tasklet.WOKEN_MSG);
    }
    return received;
  }

  private void leave() {
    connection.removeXprt(this);
    tasklet.free();
  }

  private void unsubscribeBelow() {
    if (waiting.events() != 0) {
      below.unsubscribe(waiting.events(), waiting);
    }
  }

  private void wakeSubscriber() {
    WaitEvent told = subscriber;
    if (told != null) {
      subscriber = told.deliver(told.events());
    }
  }

  private void trace(String where, int number) {
    if (trace.on()) {
      trace.emit(TraceLevel.PROTO, TraceSource.CONNECTION, where, connection, null, null, number);
    }
  }
}
