package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;

/**
 * A transport that holds nothing and passes all on, for tests: what one overrides is the fault, or
 * the notice, that it puts between a plugin and what stands below.
 */
public abstract class PassingXprt implements StackedXprt {
  private XprtOps below;

  /** Stands on another one. */
  protected PassingXprt(XprtOps below) {
    this.below = below;
  }

  @Override
  public final XprtOps below() {
    return below;
  }

  @Override
  public final void below(XprtOps now) {
    below = now;
  }

  @Override
  public ConnError timeoutError() {
    return ConnError.NONE;
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    return below.rcvBuf(into, max);
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
    to.append(name());
  }
}
