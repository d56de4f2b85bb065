package io.turnout.xprt.handshake;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;

/** What a transport stands on that has left its stack, so that its close ends itself alone. */
final class GoneXprt implements XprtOps {
  @Override
  public String name() {
    return "GONE";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    return 0;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    return 0;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {}

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {}

  @Override
  public void close() {}

  @Override
  public void describe(StringBuilder to) {
    to.append("GONE");
  }
}
