package io.turnout.xprt.handshake.testing;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A transport whose other end is the test. */
public class FakeWire implements XprtOps {
  private final Connection connection;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private byte[] incoming = {};
  private boolean ended;
  private boolean closed;
  private int room = Integer.MAX_VALUE;
  private int readAtMost = Integer.MAX_VALUE;
  private @Nullable Random faults;
  private @Nullable WaitEvent waiter;

  public FakeWire(Connection connection) {
    this.connection = connection;
  }

  /** One whose bytes can be looked at, as those of a socket. */
  public static FakeWire peekable(Connection connection) {
    return new Peekable(connection);
  }

  /** The peer sends. */
  public void arrive(byte[] bytes) {
    int before = incoming.length;
    incoming = Arrays.copyOf(incoming, before + bytes.length);
    System.arraycopy(bytes, 0, incoming, before, bytes.length);
    deliver(WaitEvent.RETRY_RECV);
  }

  /** The peer closes. */
  public void end() {
    ended = true;
    deliver(WaitEvent.RETRY_RECV);
  }

  /** From now on so many bytes can be sent. */
  public void room(int bytes) {
    room = bytes;
    deliver(WaitEvent.RETRY_SEND);
  }

  /** A read gives so many bytes at most. */
  public void readAtMost(int bytes) {
    readAtMost = bytes;
  }

  /** From now on attempts move less than they could, by chance; null for never. */
  public void faults(@Nullable Random chance) {
    faults = chance;
  }

  /** All that was sent, since it was asked last. */
  public byte[] sent() {
    byte[] all = sent.toByteArray();
    sent.reset();
    return all;
  }

  /** What has arrived and was not received. */
  public byte[] left() {
    return incoming.clone();
  }

  public boolean isClosed() {
    return closed;
  }

  public boolean hasWaiter() {
    return waiter != null;
  }

  @Override
  public String name() {
    return "WIRE";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    // As the raw transport: once the end is known, nothing is received any more (rule XPRT-03).
    boolean over = connection.any(ConnFlags.SOCK_RD_SH);
    int most = over ? 0 : Math.min(Math.min(max, readAtMost), incoming.length);
    int count = into.write(incoming, 0, moved(most));
    incoming = Arrays.copyOfRange(incoming, count, incoming.length);
    seeEnd(count);
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int most = connection.any(ConnFlags.SOCK_WR_SH) ? 0 : Math.min(max, from.length());
    int count = moved(Math.min(room, most));
    byte[] bytes = new byte[count];
    from.copyTo(0, bytes, 0, count);
    from.removed(count);
    sent.writeBytes(bytes);
    room -= count;
    return count;
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
    closed = true;
    deliver(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("WIRE");
  }

  /** How much of what could be moved is. */
  private int moved(int most) {
    Random chance = faults;
    return chance == null || chance.nextInt(3) == 0 ? most : chance.nextInt(most + 1);
  }

  private int ready() {
    int events = room > 0 ? WaitEvent.RETRY_SEND : 0;
    return incoming.length > 0 || ended ? events | WaitEvent.RETRY_RECV : events;
  }

  private void seeEnd(int count) {
    if (count == 0 && incoming.length == 0 && ended) {
      connection.readEnd();
    }
  }

  private void deliver(int events) {
    WaitEvent told = waiter;
    if (told != null) {
      waiter = told.deliver(events);
    }
  }

  private static final class Peekable extends FakeWire implements PeekXprt {
    private final FakeWire wire = this;

    Peekable(Connection connection) {
      super(connection);
    }

    @Override
    public int peek(Buffer into, int max) {
      int fits = Math.min(max, into.contiguousRoom());
      int count = into.write(wire.incoming, 0, wire.moved(Math.min(fits, wire.incoming.length)));
      wire.seeEnd(count);
      return count;
    }
  }
}
