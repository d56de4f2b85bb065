package io.turnout.mux.pt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/** A transport of which a test says what comes. */
final class FakeXprt implements XprtOps, SpliceXprt {
  /**
   * What comes; the end of stream stands behind it if {@code ended}, a failure if {@code failed}.
   */
  String coming = "";

  boolean ended;
  boolean failed;
  boolean refusesSends;
  boolean unspliceable;
  boolean shutsItself;
  int reads;
  String shuts = "";
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
    return taken(into.write(bytes, 0, Math.min(max, bytes.length)));
  }

  @Override
  public int rcvPipe(Pipe into, int max) {
    if (unspliceable) {
      return -1;
    }
    int count = Math.min(max, coming.length());
    into.added(count);
    return taken(count);
  }

  private int taken(int count) {
    reads++;
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
    if (refusesSends) {
      connection.failWrite(ConnError.EPIPE);
      return 0;
    }
    int count = Math.min(max, from.length());
    from.removed(count);
    return count;
  }

  @Override
  public int sndPipe(Pipe from) {
    int count = from.length();
    from.removed(count);
    return count;
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
  public void shutWrite(boolean clean) {
    shuts += clean ? "W" : "w";
  }

  @Override
  public boolean shutRead(boolean drain) {
    shuts += drain ? "R" : "r";
    return shutsItself;
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
