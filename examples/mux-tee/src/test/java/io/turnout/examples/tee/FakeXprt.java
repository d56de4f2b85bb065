package io.turnout.examples.tee;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/** A transport of which a test says what comes. */
final class FakeXprt implements XprtOps {
  /** The end of stream stands behind it if {@code ended}. */
  String coming = "";

  boolean ended;
  String sent = "";

  /** Takes so many bytes in one call at most. */
  int takes = Integer.MAX_VALUE;

  @Nullable WaitEvent waiter;

  private final Connection connection;

  FakeXprt(Connection connection) {
    this.connection = connection;
  }

  @Override
  public String name() {
    return "FAKE";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    byte[] bytes = coming.getBytes(US_ASCII);
    int count = into.write(bytes, 0, Math.min(max, bytes.length));
    coming = coming.substring(count);

    if (coming.isEmpty() && ended) {
      connection.readEnd();
    }
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    byte[] bytes = new byte[Math.min(takes, Math.min(max, from.length()))];
    from.copyTo(0, bytes, 0, bytes.length);
    from.removed(bytes.length);
    sent += new String(bytes, US_ASCII);
    return bytes.length;
  }

  @Override
  public void subscribe(int events, WaitEvent subscriber) {
    waiter = subscriber.record(waiter, events);
  }

  @Override
  public void unsubscribe(int events, WaitEvent subscriber) {
    waiter = subscriber.drop(waiter, events);
  }

  /** Something happened below. */
  void deliver(int events) {
    WaitEvent waiting = waiter;
    if (waiting != null) {
      waiter = waiting.deliver(events);
    }
  }

  @Override
  public void close() {
    deliver(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("FAKE");
  }
}
