package io.turnout.xprt.handshake.relay;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.xprt.handshake.wire.Inlet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets a {@link Relay} change what passes, puts TLS under itself when it says so, and leaves when
 * nothing more is to be changed.
 *
 * <pre>
 *   in clear ──TLS agreed on──▶ over TLS ──relay over──▶ passing ──tasklet──▶ gone
 *       └──────────── nobody wants TLS ──────────────────▲
 * </pre>
 *
 * <p>It sets no wait bit, as the stream has to move what is said.
 */
final class RelayXprt implements StackedXprt, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("relay.leave");

  /** The type of a handshake record, with which no clear text begins. */
  private static final byte TLS_HANDSHAKE = 0x16;

  private final Connection connection;
  private final Relay relay;
  private final XprtFactory tls;
  private final TraceSource trace;
  private final Tasklet tasklet;
  private final Inlet inlet;
  private final Upward up = new Upward();
  private final Downward down;
  private XprtOps below;

  /** Who waits below in our place. */
  private @Nullable WaitEvent subscriber;

  /** Nobody makes use of what comes any more. */
  private boolean shut;

  /** It failed the connection itself, or nothing more can be heard of one that has failed. */
  private boolean deaf;

  private boolean leaving;

  RelayXprt(Connection connection, XprtOps below, Relay relay, XprtFactory tls, TraceSource trace) {
    this.connection = connection;
    this.below = below;
    this.relay = relay;
    this.tls = tls;
    this.trace = trace;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.inlet = new Inlet(connection);
    this.down = new Downward(connection);
  }

  @Override
  public String name() {
    return "RELAY";
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
    return relay.isInClear() ? ConnError.STARTTLS_TIMEOUT : ConnError.NONE;
  }

  /** Nothing is to be changed any more. */
  @Override
  public boolean run(int why) {
    int before = connection.flags();
    connection.removeXprt(this);
    tasklet.free();
    // What stands on top now may be one whose bytes can be spliced, which the mux has to hear.
    connection.notifyMux(before, true);
    return false;
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken(name(), thrown);
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    int wanted = Math.min(max, into.room());
    int received = 0;
    while (received < wanted) {
      int count = receive(into, wanted - received);
      received += count;
      if (count == 0 && !hear()) {
        break;
      }
    }
    failIfCutOff();
    leaveIfOver();
    return received;
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    int wanted = Math.min(max, from.length());
    int taken = 0;
    while (taken < wanted && !connection.any(ConnFlags.ERROR)) {
      if (down.isSending()) {
        if (!down.flush(below)) {
          break;
        }
        taken += flushed(from);
      } else if (relay.isOver() && down.holds()) {
        down.sendPart();
      } else if (relay.isOver()) {
        int rest = wanted - taken;
        int count = below.sndBuf(from, rest, flags);
        taken += count;
        if (count < rest) {
          break;
        }
      } else if (down.isBehind()) {
        int count = down.pass(below, from, wanted - taken, flags);
        taken += count;
        if (count == 0) {
          break;
        }
      } else {
        taken += say(from, wanted - taken);
      }
    }
    leaveIfOver();
    return taken;
  }

  @Override
  public boolean hasUnread() {
    return up.holds() || below.hasUnread() && !isStuck();
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    subscriber = waiter;
    int now = up.holds() ? events & WaitEvent.RETRY_RECV : 0;
    if (now != 0) {
      waiter.tasklet().wake(Tasklet.WOKEN_IO);
    }
    if ((events & ~now) != 0) {
      below.subscribe(events & ~now, waiter);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    below.unsubscribe(events, waiter);
  }

  /**
   * Sends the beginning of a message that does not go on, unless it was to pass inside a TLS that
   * has not begun.
   */
  @Override
  public void shutWrite(boolean clean) {
    if (clean && !relay.isInClear() && down.isPart() && !connection.any(ConnFlags.SOCK_WR_SH)) {
      down.sendPart();
      // What TLS does not get rid of now goes before its own end.
      if (down.flush(below)) {
        down.sent();
      }
    }
    below.shutWrite(clean);
  }

  @Override
  public boolean shutRead(boolean drain) {
    up.drop();
    inlet.next();
    shut = true;
    return below.shutRead(drain);
  }

  @Override
  public void close() {
    if (!tasklet.isFreed()) {
      tasklet.free();
    }
    below.close();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("RELAY ").append(relay.name());
    to.append(relay.isOver() ? " over" : relay.isInClear() ? " in clear" : " over TLS");
  }

  /** Moves what may pass. */
  private int receive(Buffer into, int max) {
    if (shut) {
      return below.rcvBuf(into, max);
    }
    if (relay.isOver() && !up.isBusy()) {
      if (inlet.isEmpty()) {
        return below.rcvBuf(into, max);
      }
      up.put(inlet.part(), 0);
      inlet.next();
    }
    return up.isBusy() ? up.move(below, into, max) : 0;
  }

  /** Hears the head of the peer's next message; whether there was one that was not the end. */
  private boolean hear() {
    if (shut || relay.isOver() || up.isBusy() || isStuck()) {
      return false;
    }
    int length = inlet.pull(below, relay::neededOfPeer);
    if (length <= 0) {
      deaf = hasFailed();
      return false;
    }
    byte[] head = Arrays.copyOf(inlet.bytes(), length);
    inlet.next();
    Ruling ruling = relay.peerSaid(head);
    trace("peer", ruling);
    switch (ruling.act()) {
      case PASS -> up.put(head, ruling.behind());
      // Nobody answers the request, so the first record of TLS may be behind it already.
      case TURN -> startTls(inlet.isFollowedByOther(below, TLS_HANDSHAKE));
      case FAIL -> fail(ruling);
      case ASK -> throw new IllegalStateException("the peer asks itself");
    }
    relay.done();
    return !deaf;
  }

  /**
   * Whether what is held below never passes. What TLS opened before the connection failed does, and
   * so do the peer's last words where only sending failed.
   */
  private boolean isStuck() {
    boolean ended = deaf || relay.isInClear() && hasFailed();
    return ended && !shut && !relay.isOver() && !up.isBusy();
  }

  private boolean hasFailed() {
    return connection.all(ConnFlags.ERROR | ConnFlags.SOCK_RD_SH);
  }

  /** Looks at the stream's next message. Returns how many bytes were taken. */
  private int say(Buffer from, int max) {
    byte[] head = down.look(from, max, relay::neededOfStream);
    if (head == null) {
      return down.settle(from);
    }
    Ruling ruling = relay.streamSaid(head);
    trace("stream", ruling);
    switch (ruling.act()) {
      case PASS -> down.send(null, head, ruling.behind());
      case ASK -> down.send(ruling.say(), head, ruling.behind());
      case FAIL -> fail(ruling);
      case TURN -> throw new IllegalStateException("the stream needs no TLS");
    }
    return 0;
  }

  /** All is sent that was to be. Returns how many bytes are taken thereby. */
  private int flushed(Buffer from) {
    if (down.isAsked()) {
      startTls(inlet.isFollowed(below));
      return 0;
    }
    down.sent();
    relay.done();
    return down.settle(from);
  }

  private void startTls(boolean injected) {
    if (injected) {
      deaf = true;
      connection.fail(ConnError.INJECTION, "bytes in front of TLS");
      return;
    }
    WaitEvent moved = subscriber;
    int events = moved == null ? 0 : moved.events();
    if (moved != null && events != 0) {
      below.unsubscribe(events, moved);
    }
    connection.insertXprt(tls, this);
    deaf = hasFailed();
    if (moved != null && events != 0) {
      below.subscribe(events, moved);
    }
  }

  private void fail(Ruling ruling) {
    deaf = true;
    down.say(below, ruling.say());
    connection.fail(ruling.error(), ruling.detail());
  }

  private void failIfCutOff() {
    // A peer that closes after our own end, which the stream wanted, has not broken anything off.
    boolean over =
        connection.isReadOver() && !connection.any(ConnFlags.ERROR | ConnFlags.SOCK_WR_SH);
    if (over && !shut && relay.isInClear()) {
      connection.fail(ConnError.STARTTLS_ABORT);
    }
  }

  private void leaveIfOver() {
    boolean over = relay.isOver() && !up.holds() && !down.holds() && inlet.isEmpty();
    if (over && !leaving) {
      leaving = true;
      tasklet.wake(Tasklet.WOKEN_MSG);
    }
  }

  private void trace(String where, Ruling ruling) {
    if (trace.on()) {
      trace.emit(
          TraceLevel.PROTO,
          TraceSource.CONNECTION,
          where + ' ' + ruling.act(),
          connection,
          null,
          null,
          ruling.behind());
    }
  }
}
