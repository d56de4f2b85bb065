package io.turnout.xprt.handshake;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/** A transport, and bytes that were received from it and given back. */
final class ReturnedXprt implements XprtOps, PeekXprt {
  private final Connection connection;
  private XprtOps below;
  private @Nullable Buffer returned;

  ReturnedXprt(Connection connection, XprtOps below) {
    this.connection = connection;
    this.below = below;
  }

  void below(XprtOps now) {
    below = now;
  }

  boolean isEmpty() {
    return returned == null;
  }

  /** Bytes to be received before all others. */
  void giveBack(Buffer bytes) {
    Buffer kept = returned;
    if (kept == null) {
      returned = bytes;
      return;
    }
    Buffer all = connection.loop().buffers().takeAtLeast(bytes.length() + kept.length());
    bytes.moveTo(all, bytes.length());
    kept.moveTo(all, kept.length());
    free(bytes);
    free(kept);
    returned = all;
  }

  /** Drops what nobody received. */
  void drop() {
    Buffer kept = returned;
    if (kept != null) {
      free(kept);
    }
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    Buffer kept = returned;
    if (kept == null) {
      return below.rcvBuf(into, max);
    }
    int moved = kept.moveTo(into, max);
    if (kept.isEmpty()) {
      free(kept);
    }
    return moved;
  }

  @Override
  public int peek(Buffer into, int max) {
    Buffer kept = returned;
    if (kept == null) {
      return below instanceof PeekXprt able ? able.peek(into, max) : 0;
    }
    int wanted = Math.min(max, Math.min(kept.length(), into.room()));
    byte[] copy = new byte[wanted];
    kept.copyTo(0, copy, 0, wanted);
    return into.write(copy, 0, wanted);
  }

  @Override
  public boolean hasUnread() {
    return returned != null || below.hasUnread();
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return below.sndBuf(from, max, flags);
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    int wanted = events;
    if (returned != null && (events & WaitEvent.RETRY_RECV) != 0) {
      wanted &= ~WaitEvent.RETRY_RECV;
      waiter.tasklet().wake(Tasklet.WOKEN_IO);
    }
    if (wanted != 0) {
      below.subscribe(wanted, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    below.unsubscribe(events, waiter);
  }

  @Override
  public void close() {
    drop();
    below.close();
  }

  @Override
  public void describe(StringBuilder to) {
    Buffer kept = returned;
    if (kept != null) {
      kept.describe(to);
    }
  }

  private void free(Buffer kept) {
    returned = null;
    connection.loop().buffers().give(kept);
  }
}
