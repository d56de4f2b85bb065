package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.StackedXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.TlsFailure;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsException;
import io.turnout.xprt.ssl.engine.TlsSession;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another transport: its life, and its faces to the layers above and below.
 *
 * <pre>
 *   owner ──sndBuf──▶  Sending  ──▶ LowerLayer: the transport below
 *   owner ◀──rcvBuf── Receiving ◀──     │
 *                      Opening  ◀──▶────┘   until the handshake is over
 * </pre>
 */
final class SslXprt implements StackedXprt, PeekXprt, SecureXprt, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("ssl.io");
  private static final int BOTH = WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND;

  private final Connection connection;
  private final TraceSource trace;
  private final Tally tally;
  private final Tasklet tasklet;
  private final LowerLayer below;
  private final Sending sending;
  private final Receiving receiving;
  private @Nullable WaitEvent above;
  private @Nullable Opening opening;
  private @Nullable TlsEngine engine;
  private TlsSession session = TlsSession.NONE;
  private boolean agreed;
  private String serverName = "";
  private boolean resumed;
  private boolean verifies;

  SslXprt(Connection connection, XprtOps below, Opening opening, Tally tally, TraceSource trace) {
    this.connection = connection;
    this.opening = opening;
    this.tally = tally;
    this.trace = trace;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    RecordBuffers buffers = RecordBuffers.ofThread();
    this.below = new LowerLayer(below, tasklet);
    this.sending = new Sending(connection, this.below, buffers);
    this.receiving = new Receiving(connection, this.below, sending, buffers);
    connection.set(ConnFlags.WAIT_L6);
    // Others that are ready wait for one step of a handshake, however many are to be done.
    // HandshakeTurnsTest.oneHandshakeGoesOnInATurn
    tasklet.heavy(true);
    tasklet.wake(Tasklet.WOKEN_INIT);
  }

  @Override
  public String name() {
    return "SSL";
  }

  @Override
  public XprtOps below() {
    return below.ops();
  }

  @Override
  public void below(XprtOps now) {
    below.ops(now);
  }

  @Override
  public ConnError timeoutError() {
    return opening == null ? ConnError.NONE : ConnError.SSL_TIMEOUT;
  }

  /** The layer below may go on, or this one begins. */
  @Override
  public boolean run(int why) {
    int before = connection.flags();
    int ready = below.ready();
    if (opening != null) {
      handshake();
    } else {
      serve(ready);
    }
    connection.notifyMux(before, false);
    return !tasklet.isFreed();
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken(name(), thrown);
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    TlsEngine opener = opener();
    int wanted = Math.min(max, into.room());
    int received = receiving.plain().moveTo(into, wanted);
    try {
      for (int records = 0; opener != null && received < wanted; records++) {
        // What is left wakes whoever subscribes. EndlessPeerTest.emptyRecordsLetOthersRun
        if (records == Receiving.RECORDS_PER_CALL) {
          break;
        }
        int count = receiving.receive(opener, into, wanted - received);
        if (count == Receiving.NOTHING) {
          break;
        }
        received += count;
      }
    } catch (TlsException e) {
      fail(e);
    }
    trace("rcvBuf", TraceSource.RX, into, received);
    return received;
  }

  @Override
  public int peek(Buffer into, int max) {
    TlsEngine opener = opener();
    try {
      if (opener != null) {
        receiving.lookAhead(opener, max);
      }
    } catch (TlsException e) {
      fail(e);
    }
    return receiving.plain().copyTo(into, max);
  }

  @Override
  public boolean hasUnread() {
    return receiving.hasUnread();
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    TlsEngine sealer = opener();
    int sent = 0;
    if (sealer != null && !sending.isOver()) {
      try {
        sent = sending.send(sealer, from, max, flags);
        if (sending.output().isOver()) {
          sent += endSending(from, max - sent);
        }
      } catch (TlsException e) {
        fail(e);
      }
    }
    trace("sndBuf", TraceSource.TX, from, sent);
    return sent;
  }

  /** The engine seals no more. Returns how many bytes count as sent all the same. */
  private int endSending(Buffer from, int max) {
    // Conscrypt's engine answers the peer's end by its own. What was taken is on its way.
    sending.flush();
    if (!isFarewellFromAbove()) {
      connection.failWrite(
          ConnError.SSL_RECORD, "the peer has ended, and this engine sends nothing after that");
      return 0;
    }
    // The layer above would try again for ever.
    int dropped = Math.min(max, from.length());
    from.removed(dropped);
    return dropped;
  }

  /** We have ended, and may know now how the peer did. */
  private void hearLastAlert() {
    TlsEngine opener = opener();
    try {
      if (opener != null) {
        receiving.openLastAlert(opener);
      }
    } catch (TlsException e) {
      fail(e);
    }
  }

  /** That TLS inside of this ends is of no consequence if it cannot be said any more. */
  @SuppressWarnings("ReferenceEquality") // layers are objects of this connection
  private boolean isFarewellFromAbove() {
    XprtOps top = connection.xprt();
    // There is no top any more while the layers are closed.
    return top == null
        || top != this && connection.above(this) instanceof SslXprt inner && inner.sending.isOver();
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    // Where only sending failed, the peer may still have something to say.
    int now = canRead() || connection.any(ConnFlags.SOCK_RD_SH) ? WaitEvent.RETRY_RECV : 0;
    now |= connection.any(ConnFlags.SOCK_WR_SH) ? WaitEvent.RETRY_SEND : 0;
    now &= events;
    if (now != 0) {
      waiter.tasklet().wake(Tasklet.WOKEN_IO);
    }
    int later = events & ~now;
    if (later != 0) {
      above = waiter.record(above, later);
      if (opening == null) {
        // What comes meanwhile is of no use, and would wake for nothing.
        below.ask(receiving.isBlocked() ? later & ~WaitEvent.RETRY_RECV : later);
      }
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    above = waiter.drop(above, events);
    if (opening == null) {
      // What waits for the socket goes on without anybody above.
      below.forget(sending.isEmpty() ? events : events & ~WaitEvent.RETRY_SEND);
    }
  }

  @Override
  public void shutWrite(boolean clean) {
    if (sending.isOver()) {
      return;
    }
    sending.end();
    TlsEngine sealer = opener();
    if (sealer != null && clean && !connection.any(ConnFlags.SOCK_WR_SH)) {
      try {
        sealer.end();
        sending.produce(sealer);
      } catch (TlsException _) {
        trace("no close_notify", TraceSource.TX, null, 0);
      }
      hearLastAlert();
      if (sending.part()) {
        return;
      }
    }
    below.ops().shutWrite(clean);
  }

  @Override
  public void close() {
    Opening begun = opening;
    // A layer that leaves while the stack stays has not failed: the peer wants no TLS.
    if (begun != null && connection.xprt() == null) {
      countUnfinished(begun);
    }
    try {
      tellAbove(BOTH);
      if (!connection.any(ConnFlags.ERROR | ConnFlags.SOCK_WR_SH)) {
        shutWrite(true);
      }
      hearLastAlert();
    } finally {
      // Whatever another layer threw. ClosedTest.engineIsFreedAlsoWhereTheLayerAboveIsBroken
      leave();
      below.ops().close();
    }
  }

  /** A failure of the connection that it has not heard of is one of the handshake if that began. */
  private void countUnfinished(Opening begun) {
    ConnError error = connection.error();
    if (error == ConnError.NONE || error == ConnError.SSL_TIMEOUT) {
      begun.failed(TlsFailure.GIVEN_UP);
    } else if (receiving.input().wasUsed() || begun.engine() != null) {
      begun.failed(TlsFailure.CLOSED);
    }
  }

  /** Gives back all that is its own. */
  private void leave() {
    below.forget(BOTH);
    TlsEngine freed = engine;
    if (freed != null) {
      engine = null;
      freed.free();
    }
    forgetOpening();
    receiving.drop();
    sending.drop();
    tasklet.free();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("SSL ").append(opening == null ? session.protocol() : "handshake");
    if (!receiving.input().isEmpty()) {
      to.append(" in=").append(receiving.input().held().length());
    }
    if (!sending.isEmpty()) {
      to.append(" out=").append(sending.output().room().length());
    }
    if (!receiving.plain().isEmpty()) {
      to.append(" plain=").append(receiving.plain().length());
    }
    if (above != null) {
      to.append(" sub=").append(above.events());
    }
  }

  @Override
  public String protocol() {
    return session.protocol();
  }

  @Override
  public String cipherSuite() {
    return session.cipherSuite();
  }

  @Override
  public String cipherName() {
    return session.cipherName();
  }

  @Override
  public String serverName() {
    return serverName;
  }

  @Override
  public String alpn() {
    return session.alpn();
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public @Nullable X509Certificate peerCertificate() {
    return session.peer();
  }

  @Override
  public boolean peerVerified() {
    return verifies && session.peer() != null;
  }

  @Override
  public @Nullable X509Certificate ownCertificate() {
    return session.own();
  }

  /** Goes on with the handshake as far as it can. */
  private void handshake() {
    Opening begun = opening;
    if (begun == null) {
      return;
    }
    if (connection.any(ConnFlags.ERROR)) {
      forgetOpening();
      receiving.end();
      sending.drop();
      begun.failed(TlsFailure.CLOSED);
      // Where only sending failed: nothing can be received without the handshake either.
      connection.fail(connection.error());
      tellAbove(BOTH);
      return;
    }
    try {
      int wait = advance(begun);
      if (wait == Opening.AGAIN) {
        tasklet.wake(Tasklet.WOKEN_MSG);
        return;
      }
      if (wait != 0) {
        below.ask(wait);
        return;
      }
      forgetOpening();
      agreed(begun);
    } catch (TlsException e) {
      begun.failed(e.failure());
      fail(e);
    }
    tellAbove(BOTH);
  }

  private int advance(Opening begun) throws TlsException {
    try {
      return begun.advance(connection, below.ops(), receiving.input(), sending.output());
    } finally {
      // Whatever is thrown, it is to be given back.
      engine = begun.engine();
    }
  }

  private void agreed(Opening begun) {
    agreed = true;
    TlsEngine made = engine;
    if (made != null) {
      session = made.session();
      receiving.agreed(session.hidesTypes());
    }
    serverName = begun.serverName();
    resumed = begun.resumed();
    verifies = begun.verifies();
    if (!isAnotherOpening()) {
      connection.clear(ConnFlags.WAIT_L6);
    }
    if (!sending.isEmpty()) {
      below.ask(WaitEvent.RETRY_SEND);
    }
    trace("agreed", TraceSource.CONNECTION, null, resumed ? 1 : 0);
  }

  /** The handshake is over, well or not, and with it what takes long. */
  private void forgetOpening() {
    opening = null;
    tasklet.heavy(false);
  }

  /** There is one bit for TLS and for what TLS is inside of it. */
  private boolean isAnotherOpening() {
    XprtOps layer = connection.xprt();
    while (layer instanceof StackedXprt stacked) {
      if (layer instanceof SslXprt other && other.opening != null) {
        return true;
      }
      layer = stacked.below();
    }
    return false;
  }

  /** The handshake is over, and the layer below may go on. */
  private void serve(int ready) {
    int tell = ready;
    if ((ready & WaitEvent.RETRY_SEND) != 0) {
      if (!sending.flush()) {
        tell &= ~WaitEvent.RETRY_SEND;
      }
      // What could not be opened before an answer was sent can be, now.
      tell |= canRead() ? WaitEvent.RETRY_RECV : 0;
    }
    tellAbove(connection.any(ConnFlags.ERROR) ? BOTH : tell);
  }

  private void fail(TlsException e) {
    boolean handshaking = opening != null;
    forgetOpening();
    receiving.end();
    TlsEngine failed = engine;
    try {
      if (failed != null && failed.wantsOutput()) {
        sending.produce(failed);
      }
    } catch (TlsException _) {
      trace("no alert", TraceSource.TX, null, 0);
    }
    sending.giveUp();
    if (!handshaking) {
      tally.broken(e.failure());
    }
    connection.fail(e.error(handshaking), e.detail());
  }

  /** The engine, once the handshake went well. */
  private @Nullable TlsEngine opener() {
    return agreed ? engine : null;
  }

  private boolean canRead() {
    return opening == null && receiving.canRead();
  }

  private void tellAbove(int events) {
    WaitEvent waiter = above;
    if (waiter != null) {
      above = waiter.deliver(events);
    }
  }

  private void trace(String where, int group, @Nullable Buffer buffer, int number) {
    if (trace.on()) {
      trace.emit(TraceLevel.DATA, group, where, connection, null, buffer, number);
    }
  }
}
