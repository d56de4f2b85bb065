package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.tck.PassingXprt;
import java.lang.foreign.Arena;
import java.util.Objects;

/** Passes bytes on; has none for once at the place that it was told, or damages them. */
final class CutXprt extends PassingXprt {
  private static final int NOWHERE = -1;
  private static final int BEHIND_RECORD_HEAD = 10;

  private int left = NOWHERE;
  private int untilDamage = NOWHERE;

  private CutXprt(XprtOps below) {
    super(below);
  }

  static XprtFactory factory() {
    return new XprtFactory() {
      @Override
      public String name() {
        return "cut";
      }

      @Override
      public XprtOps create(Connection connection) {
        return new CutXprt(Objects.requireNonNull(connection.xprt()));
      }
    };
  }

  /** The one among the layers of a connection. */
  static CutXprt of(Connection connection) {
    XprtOps layer = connection.xprt();
    while (!(layer instanceof CutXprt)) {
      layer = ((StackedXprt) Objects.requireNonNull(layer)).below();
    }
    return (CutXprt) layer;
  }

  /** After so many bytes from now on. */
  void after(int bytes) {
    left = bytes;
  }

  /** The record that comes next comes damaged, in whatever pieces. */
  void damage() {
    untilDamage = BEHIND_RECORD_HEAD;
  }

  private int damaged(Buffer into, int max) {
    Buffer whole = new Buffer(Arena.ofAuto().allocate(into.capacity()));
    int count = super.rcvBuf(whole, Math.min(max, into.room()));
    byte[] bytes = new byte[count];
    whole.copyTo(0, bytes, 0, count);
    if (count > untilDamage) {
      bytes[untilDamage] ^= 1;
      untilDamage = NOWHERE;
    } else {
      untilDamage -= count;
    }
    return into.write(bytes, 0, count);
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    if (untilDamage != NOWHERE) {
      return damaged(into, max);
    }
    if (left == NOWHERE) {
      return super.rcvBuf(into, max);
    }
    int count = left == 0 ? 0 : super.rcvBuf(into, Math.min(left, max));
    left -= count;
    return count;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    int later = events;
    if (left == 0 && (events & WaitEvent.RETRY_RECV) != 0) {
      left = NOWHERE;
      later &= ~WaitEvent.RETRY_RECV;
      waiter.tasklet().wake(Tasklet.WOKEN_IO);
    }
    if (later != 0) {
      super.subscribe(later, waiter);
    }
  }

  @Override
  public String name() {
    return "CUT";
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("CUT ").append(left);
  }
}
