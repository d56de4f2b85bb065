package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.EventLoop;
import io.turnout.tck.PassingXprt;
import java.util.Objects;

/** Passes all bytes as they are, but the first one of a client. */
final class HelloXprt extends PassingXprt {
  private final EventLoop loop;
  private boolean expectsHello;

  HelloXprt(EventLoop loop, XprtOps below, boolean expectsHello) {
    super(below);
    this.loop = loop;
    this.expectsHello = expectsHello;
  }

  @Override
  public String name() {
    return "HELLO";
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    if (expectsHello) {
      Buffer hello = Objects.requireNonNull(loop.buffers().take());
      expectsHello = super.rcvBuf(hello, 1) == 0;
      hello.clear();
      loop.buffers().give(hello);
    }
    return expectsHello ? 0 : super.rcvBuf(into, max);
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(expectsHello ? "HELLO awaited" : "HELLO");
  }
}
