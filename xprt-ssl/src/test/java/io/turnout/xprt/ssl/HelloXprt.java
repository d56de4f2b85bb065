package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.WaitEvent;
import java.util.Objects;

/** Passes all bytes as they are, but the first one of a client. */
final class HelloXprt implements StackedXprt {
  private final EventLoop loop;
  private XprtOps below;
  private boolean expectsHello;

  HelloXprt(EventLoop loop, XprtOps below, boolean expectsHello) {
    this.loop = loop;
    this.below = below;
    this.expectsHello = expectsHello;
  }

  @Override
  public String name() {
    return "HELLO";
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
    if (expectsHello) {
      Buffer hello = Objects.requireNonNull(loop.buffers().take());
      expectsHello = below.rcvBuf(hello, 1) == 0;
      hello.clear();
      loop.buffers().give(hello);
    }
    return expectsHello ? 0 : below.rcvBuf(into, max);
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return below.sndBuf(from, max, flags);
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    below.subscribe(events, waiter);
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    below.unsubscribe(events, waiter);
  }

  @Override
  public void close() {
    below.close();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(expectsHello ? "HELLO awaited" : "HELLO");
  }
}
