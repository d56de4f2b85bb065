package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transport that is put under a live mux: lets nothing pass until it has run once, as one that
 * has to agree on something with the peer, then all bytes, and counts them.
 */
final class AddedXprt extends PassingXprt implements TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("tck.added");

  private final Connection connection;
  private final Tasklet tasklet;
  private @Nullable WaitEvent subscriber;
  private long received;
  private long sent;

  AddedXprt(Connection connection) {
    super(Objects.requireNonNull(connection.xprt()));
    this.connection = connection;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    connection.set(ConnFlags.WAIT_L6);
    tasklet.wake(Tasklet.WOKEN_INIT);
  }

  /** Bytes that were received through it. */
  long received() {
    return received;
  }

  /** Bytes that were sent through it. */
  long sent() {
    return sent;
  }

  @Override
  public String name() {
    return "ADDED";
  }

  @Override
  public ConnError timeoutError() {
    return isWaiting() ? ConnError.SSL_TIMEOUT : ConnError.NONE;
  }

  private boolean isWaiting() {
    return connection.any(ConnFlags.WAIT_L6);
  }

  @Override
  public boolean run(int why) {
    int before = connection.flags();
    connection.clear(ConnFlags.WAIT_L6);
    wakeSubscriber();
    connection.notifyMux(before, false);
    return !tasklet.isFreed();
  }

  private void wakeSubscriber() {
    WaitEvent told = subscriber;
    if (told != null) {
      subscriber = told.deliver(told.events());
    }
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken(name(), thrown);
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    int count = isWaiting() ? 0 : super.rcvBuf(into, max);
    received += count;
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int count = isWaiting() ? 0 : super.sndBuf(from, max, flags);
    sent += count;
    return count;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    if (isWaiting()) {
      subscriber = waiter.record(subscriber, events);
    } else {
      super.subscribe(events, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    if (isWaiting()) {
      subscriber = waiter.drop(subscriber, events);
    } else {
      super.unsubscribe(events, waiter);
    }
  }

  @Override
  public void close() {
    wakeSubscriber();
    tasklet.free();
    super.close();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("ADDED over ");
    below().describe(to);
  }
}
