package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import org.jspecify.annotations.Nullable;

/** A transport whose peer says something, and then the same for ever. */
final class EndlessXprt implements XprtOps, XprtFactory {
  private final byte[] repeated;
  private byte[] first;
  private int at;
  private int given;
  private @Nullable WaitEvent waiter;

  EndlessXprt(byte[] first, byte[] repeated) {
    this.first = first;
    this.repeated = repeated;
  }

  /** How often something was received, since it was asked last. */
  int given() {
    int since = given;
    given = 0;
    return since;
  }

  @Override
  public String name() {
    return "endless";
  }

  @Override
  public XprtOps create(Connection over) {
    return this;
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    if (++given > 10_000) {
      throw new IllegalStateException("it does not let others run");
    }
    if (first.length > 0) {
      byte[] all = first;
      first = new byte[0];
      return into.write(all, 0, all.length);
    }
    int count = into.write(repeated, at, Math.min(max, repeated.length - at));
    at = (at + count) % repeated.length;
    return count;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int count = Math.min(max, from.length());
    from.removed(count);
    return count;
  }

  @Override
  public void subscribe(int events, WaitEvent subscriber) {
    subscriber.tasklet().wake(Tasklet.WOKEN_IO);
  }

  @Override
  public void unsubscribe(int events, WaitEvent subscriber) {
    waiter = subscriber.drop(waiter, events);
  }

  @Override
  public void close() {
    // Nobody waits: all is there at once.
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("endless");
  }
}
