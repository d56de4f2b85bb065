package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A transport whose other end is the test. */
final class Wire implements XprtOps, XprtFactory {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private @Nullable Connection connection;
  private byte[] incoming = {};
  private boolean ended;
  private @Nullable WaitEvent waiter;

  /** The peer sends. */
  void arrive(byte[] bytes) {
    int before = incoming.length;
    incoming = Arrays.copyOf(incoming, before + bytes.length);
    System.arraycopy(bytes, 0, incoming, before, bytes.length);
    deliver(WaitEvent.RETRY_RECV);
  }

  /** The peer closes. */
  void end() {
    ended = true;
    deliver(WaitEvent.RETRY_RECV);
  }

  /** All that was sent, since it was asked last. */
  byte[] sent() {
    byte[] all = sent.toByteArray();
    sent.reset();
    return all;
  }

  boolean hasWaiter() {
    return waiter != null;
  }

  @Override
  public String name() {
    return "wire";
  }

  @Override
  public XprtOps create(Connection over) {
    connection = over;
    return this;
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    int count = into.write(incoming, 0, Math.min(max, incoming.length));
    incoming = Arrays.copyOfRange(incoming, count, incoming.length);
    if (count == 0 && ended && connection != null) {
      connection.readEnd();
    }
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    if (connection == null || connection.any(ConnFlags.SOCK_WR_SH)) {
      return 0;
    }
    byte[] bytes = new byte[Math.min(max, from.length())];
    from.copyTo(0, bytes, 0, bytes.length);
    from.removed(bytes.length);
    sent.writeBytes(bytes);
    return bytes.length;
  }

  @Override
  public void subscribe(int events, WaitEvent subscriber) {
    int now = events & ready();
    if (now != 0) {
      subscriber.tasklet().wake(Tasklet.WOKEN_IO);
    }
    if ((events & ~now) != 0) {
      waiter = subscriber.record(waiter, events & ~now);
    }
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
    to.append("wire");
  }

  private int ready() {
    return incoming.length > 0 || ended
        ? WaitEvent.RETRY_SEND | WaitEvent.RETRY_RECV
        : WaitEvent.RETRY_SEND;
  }

  private void deliver(int events) {
    WaitEvent told = waiter;
    if (told != null) {
      waiter = told.deliver(events);
    }
  }
}
