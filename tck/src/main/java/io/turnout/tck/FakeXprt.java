package io.turnout.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/**
 * A transport of which a test says what comes, for a mux that is tried by itself; in its texts each
 * character is one byte. The connection is the test's own, and has no socket.
 */
public class FakeXprt implements XprtOps {
  private final Connection connection;
  private String coming = "";
  private String sent = "";
  private int most = Integer.MAX_VALUE;
  private boolean ended;
  private boolean failed;
  private @Nullable WaitEvent waiter;

  /** Nothing has come yet, and all is taken that is sent. */
  public FakeXprt(Connection connection) {
    this.connection = connection;
  }

  /** These bytes have come, behind those before; wakes nobody. */
  public final void comes(String bytes) {
    coming += bytes;
  }

  /** The peer's end stands behind what comes. */
  public final void ends() {
    ended = true;
  }

  /** A reset stands behind what comes. */
  public final void fails() {
    failed = true;
  }

  /** Takes so many bytes in one call at most. */
  public final void takesAtMost(int bytes) {
    most = bytes;
  }

  /** All that was sent. */
  public final String sent() {
    return sent;
  }

  /** Who is subscribed; null if nobody is. */
  public final @Nullable WaitEvent waiter() {
    return waiter;
  }

  /** Something happened below: wakes who waits for it. */
  public final void deliver(int events) {
    WaitEvent waiting = waiter;
    if (waiting != null) {
      waiter = waiting.deliver(events);
    }
  }

  @Override
  public String name() {
    return "FAKE";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    byte[] bytes = coming.getBytes(ISO_8859_1);
    int count = into.write(bytes, 0, Math.min(max, bytes.length));
    coming = coming.substring(count);
    if (coming.isEmpty() && failed) {
      connection.fail(ConnError.ERESET);
    } else if (coming.isEmpty() && ended) {
      connection.readEnd();
    }
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    byte[] bytes = new byte[Math.min(most, Math.min(max, from.length()))];
    from.copyTo(0, bytes, 0, bytes.length);
    from.removed(bytes.length);
    sent += new String(bytes, ISO_8859_1);
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

  @Override
  public void close() {
    deliver(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(name());
  }
}
