package io.turnout.xprt.handshake;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/**
 * Lets no byte of the peer pass, which has said all that it may, and stays in the stack.
 *
 * <pre>
 *   muted ──shut, failure──▶ dropping ──the peer's end──▶ over
 * </pre>
 *
 * <p>The peer's end says nothing while it waits for what its last words bring about: so it is
 * looked for only once our own end is told, or something failed.
 */
final class MutedXprt implements StackedXprt {
  private static final int FEW_BYTES = 512;

  private final Connection connection;
  private XprtOps below;
  private boolean muted = true;

  /** Wants to receive, and is told once that may be tried. */
  private @Nullable Tasklet receiver;

  MutedXprt(Connection connection, XprtOps below) {
    this.connection = connection;
    this.below = below;
  }

  @Override
  public String name() {
    return "MUTED";
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
  public ConnError timeoutError() {
    return ConnError.NONE;
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    if (!muted) {
      Buffer trash = connection.loop().buffers().takeAtLeast(FEW_BYTES);
      below.rcvBuf(trash, trash.room());
      connection.loop().buffers().give(trash);
    }
    return 0;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int sent = below.sndBuf(from, max, flags);
    if (connection.any(ConnFlags.ERROR)) {
      unmute();
    }
    return sent;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    int later = events;
    if (muted && (events & WaitEvent.RETRY_RECV) != 0) {
      // Not recorded: the layer below would take it for its own, with what is to be sent.
      receiver = waiter.tasklet();
      later &= ~WaitEvent.RETRY_RECV;
    }
    if (later != 0) {
      below.subscribe(later, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    below.unsubscribe(events, waiter);
  }

  @Override
  public void shutWrite(boolean clean) {
    unmute();
    below.shutWrite(clean);
  }

  @Override
  public boolean shutRead(boolean drain) {
    unmute();
    return below.shutRead(drain);
  }

  @Override
  public void close() {
    unmute();
    below.close();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(muted ? "MUTED" : "MUTED dropping");
  }

  private void unmute() {
    muted = false;
    Tasklet told = receiver;
    receiver = null;
    // A mux without a stream frees its own before it closes the connection.
    if (told != null && !told.isFreed()) {
      told.wake(Tasklet.WOKEN_IO);
    }
  }
}
