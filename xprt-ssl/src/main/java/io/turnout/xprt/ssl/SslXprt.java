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

/** TLS over another transport. */
final class SslXprt implements StackedXprt, PeekXprt, SecureXprt, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("ssl.io");
  private static final int BOTH = WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND;

  /** As many are opened in a call, at most: a peer may send them without payload, for ever. */
  private static final int RECORDS_PER_CALL = 32;

  /** What a record of version 1.3 has beside its payload at least, and one of version 1.2. */
  private static final int OVERHEAD_13 = RecordInput.HEADER + 17;

  private static final int OVERHEAD_12 = RecordInput.HEADER + 16;

  private final Connection connection;
  private final TraceSource trace;
  private final Tally tally;
  private final Tasklet tasklet;
  private final RecordBuffers buffers = RecordBuffers.ofThread();
  private final RecordInput input = new RecordInput(buffers);
  private final RecordOutput output = new RecordOutput(buffers);
  private final PlainText plain = new PlainText(buffers);

  /** Waits below; what it asked for and does not wait for any more may be tried. */
  private final WaitEvent waiting;

  private int asked;
  private XprtOps below;
  private @Nullable WaitEvent above;
  private @Nullable Opening opening;
  private @Nullable TlsEngine engine;
  private TlsSession session = TlsSession.NONE;
  private boolean agreed;
  private String serverName = "";
  private boolean resumed;
  private boolean verifies;

  /** The peer's end came, or this layer failed: what comes below is not opened any more. */
  private boolean readingOver;

  /** The alert by which the peer ended in version 1.2, as it came: opened after our own end. */
  private byte @Nullable [] lastAlert;

  private boolean writingOver;

  /** The engine has to say something before it opens the record at the head. */
  private boolean blocked;

  /** Its last words wait for the socket. */
  private boolean parting;

  SslXprt(Connection connection, XprtOps below, Opening opening, Tally tally, TraceSource trace) {
    this.connection = connection;
    this.below = below;
    this.opening = opening;
    this.tally = tally;
    this.trace = trace;
    this.tasklet = new Tasklet(connection.loop(), KIND, this);
    this.waiting = new WaitEvent(tasklet);
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
    return below;
  }

  @Override
  public void below(XprtOps now) {
    below = now;
  }

  @Override
  public ConnError timeoutError() {
    return opening == null ? ConnError.NONE : ConnError.SSL_TIMEOUT;
  }

  /** The layer below may go on, or this one begins. */
  @Override
  public boolean run(int why) {
    int before = connection.flags();
    int ready = asked & ~waiting.events();
    asked = waiting.events();
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
    int received = plain.moveTo(into, wanted);
    try {
      for (int records = 0; opener != null && received < wanted; records++) {
        // What is left wakes whoever subscribes. EndlessPeerTest.emptyRecordsLetOthersRun
        if (records == RECORDS_PER_CALL || !receiveRecord(opener)) {
          break;
        }
        int count = openInto(opener, into, wanted - received);
        if (count == TlsEngine.BLOCKED) {
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
      for (int records = 0; opener != null && records < RECORDS_PER_CALL; records++) {
        if (!receiveRecord(opener)) {
          break;
        }
        Buffer held = plain.room();
        int record = input.next();
        if (held.length() >= max || held.contiguousRoom() < record) {
          break;
        }
        if (open(opener, record, held) == TlsEngine.BLOCKED) {
          break;
        }
      }
    } catch (TlsException e) {
      fail(e);
    }
    return plain.copyTo(into, max);
  }

  @Override
  public boolean hasUnread() {
    return !plain.isEmpty() || !readingOver && (!input.isEmpty() || below.hasUnread());
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    TlsEngine sealer = opener();
    int sent = 0;
    if (sealer != null && !writingOver) {
      try {
        sent = output.send(from, max, flags, sealer, below, connection.loop().now());
        if (output.isOver()) {
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
    flush();
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
        openLastAlert(opener);
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
        || top != this && connection.above(this) instanceof SslXprt inner && inner.writingOver;
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    int now =
        connection.any(ConnFlags.ERROR) ? events : canRead() ? events & WaitEvent.RETRY_RECV : 0;
    if (now != 0) {
      waiter.tasklet().wake(Tasklet.WOKEN_IO);
    }
    int later = events & ~now;
    if (later != 0) {
      above = waiter.record(above, later);
      if (opening == null) {
        // What comes meanwhile is of no use, and would wake for nothing.
        ask(isBlocked() ? later & ~WaitEvent.RETRY_RECV : later);
      }
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    above = waiter.drop(above, events);
    int idle = events & waiting.events();
    if (opening != null) {
      return;
    }
    if (!output.isEmpty()) {
      idle &= ~WaitEvent.RETRY_SEND;
    }
    if (idle != 0) {
      below.unsubscribe(idle, waiting);
      asked &= ~idle;
    }
  }

  @Override
  public void shutWrite(boolean clean) {
    if (writingOver) {
      return;
    }
    writingOver = true;
    TlsEngine sealer = opener();
    if (sealer != null && clean && !connection.any(ConnFlags.SOCK_WR_SH)) {
      try {
        sealer.end();
        produce(sealer);
      } catch (TlsException _) {
        trace("no close_notify", TraceSource.TX, null, 0);
      }
      hearLastAlert();
      if (!output.isEmpty()) {
        parting = true;
        connection.set(ConnFlags.FAREWELL);
        return;
      }
    }
    below.shutWrite(clean);
  }

  @Override
  public void close() {
    Opening begun = opening;
    // A layer that leaves while the stack stays has not failed: the peer wants no TLS.
    if (begun != null && connection.xprt() == null) {
      countUnfinished(begun);
    }
    if (!connection.any(ConnFlags.ERROR | ConnFlags.SOCK_WR_SH)) {
      shutWrite(true);
    }
    hearLastAlert();
    leave();
    below.close();
  }

  /** A failure of the connection that it has not heard of is one of the handshake if that began. */
  private void countUnfinished(Opening begun) {
    ConnError error = connection.error();
    if (error == ConnError.NONE || error == ConnError.SSL_TIMEOUT) {
      begun.failed(TlsFailure.GIVEN_UP);
    } else if (input.wasUsed() || begun.engine() != null) {
      begun.failed(TlsFailure.CLOSED);
    }
  }

  /** Gives back all that is its own. */
  private void leave() {
    int events = waiting.events();
    if (events != 0) {
      below.unsubscribe(events, waiting);
    }
    tellAbove(BOTH);
    TlsEngine freed = engine;
    if (freed != null) {
      engine = null;
      freed.free();
    }
    forgetOpening();
    input.drop();
    output.drop();
    plain.drop();
    tasklet.free();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("SSL ").append(opening == null ? session.protocol() : "handshake");
    if (!input.isEmpty()) {
      to.append(" in=").append(input.held().length());
    }
    if (!output.isEmpty()) {
      to.append(" out=").append(output.room().length());
    }
    if (!plain.isEmpty()) {
      to.append(" plain=").append(plain.length());
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
      readingOver = true;
      input.drop();
      output.drop();
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
        ask(wait);
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
      return begun.advance(connection, below, input, output);
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
    }
    serverName = begun.serverName();
    resumed = begun.resumed();
    verifies = begun.verifies();
    if (!isAnotherOpening()) {
      connection.clear(ConnFlags.WAIT_L6);
    }
    if (!output.isEmpty()) {
      ask(WaitEvent.RETRY_SEND);
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
      if (!flush()) {
        tell &= ~WaitEvent.RETRY_SEND;
      }
      // What could not be opened before an answer was sent can be, now.
      tell |= canRead() ? WaitEvent.RETRY_RECV : 0;
    }
    tellAbove(connection.any(ConnFlags.ERROR) ? BOTH : tell);
  }

  /** Makes sure that a whole record is held. Returns false if none can be had now. */
  private boolean receiveRecord(TlsEngine opener) throws TlsException {
    if (readingOver) {
      return false;
    }
    if (!output.isEmpty() && opener.wantsOutput()) {
      produce(opener);
    }
    while (input.next() == 0) {
      if (connection.isReadOverAt(below) || input.fill(below) == 0) {
        endWithin();
        return false;
      }
    }
    if (session.hidesTypes() || input.type() == RecordInput.PAYLOAD) {
      return true;
    }
    if (input.type() == RecordInput.ALERT) {
      lastAlert = input.copyOfNext();
      peerDone();
      if (writingOver) {
        openLastAlert(opener);
      }
      return false;
    }
    throw new TlsException(TlsFailure.PROTOCOL, "renegotiation is refused", null);
  }

  /** If the end below was seen, and it is in the middle of a record, something was cut off. */
  private void endWithin() throws TlsException {
    if (!input.isEmpty() && connection.isReadOverAt(below)) {
      input.drop();
      if (!connection.any(ConnFlags.ERROR)) {
        throw new TlsException(TlsFailure.CLOSED, "closed in the middle of a record", null);
      }
    }
  }

  /** Opens the record at the head, to where it was asked for if there is room. */
  private int openInto(TlsEngine opener, Buffer into, int wanted) throws TlsException {
    int record = input.next();
    int payload = record - (session.hidesTypes() ? OVERHEAD_13 : OVERHEAD_12);
    if (payload <= Math.min(wanted, into.contiguousRoom())) {
      return open(opener, record, into);
    }
    int count = open(opener, record, plain.room());
    int moved = plain.moveTo(into, wanted);
    return count == TlsEngine.BLOCKED ? count : moved;
  }

  /**
   * Opens the record at the head.
   *
   * @return bytes of payload; {@link TlsEngine#BLOCKED} if it has to stay until the socket takes
   *     what the engine has to say before
   */
  private int open(TlsEngine opener, int record, Buffer into) throws TlsException {
    int count = opener.open(input.held(), record, into);
    input.settle();
    int said = 0;
    if (opener.isPeerDone()) {
      // An engine may want to answer by its own end, for which it is not the time.
      peerDone();
    } else if (opener.wantsOutput()) {
      said = produce(opener);
    }
    blocked = count == TlsEngine.BLOCKED;
    if (!blocked || isBlocked()) {
      return count;
    }
    if (said == 0) {
      throw TlsException.stuck();
    }
    return 0;
  }

  /**
   * Finds out whether the peer's end was one. Version 1.2 has the receiver of an end stop sending,
   * and engines see to it: so an alert stays unopened until we have ended, and what is on its way
   * to the peer is not lost. EngineConformance.sendsOnAfterThePeersEnd
   */
  private void openLastAlert(TlsEngine opener) throws TlsException {
    byte[] alert = lastAlert;
    if (alert == null) {
      return;
    }
    lastAlert = null;
    Buffer record = buffers.take();
    Buffer nothing = buffers.take();
    try {
      record.write(alert, 0, alert.length);
      opener.open(record, alert.length, nothing);
    } finally {
      buffers.give(record);
      buffers.give(nothing);
    }
  }

  private void peerDone() {
    readingOver = true;
    input.drop();
    connection.readEnd();
  }

  /** Sends what the engine has to say of its own. Returns how many bytes it said. */
  private int produce(TlsEngine sealer) throws TlsException {
    int said;
    try {
      said = sealer.produce(output.room());
    } finally {
      output.settle();
    }
    flush();
    return said;
  }

  /** Sends what waits, and asks to go on if something is left. Returns whether nothing is. */
  private boolean flush() {
    boolean done = output.flush(below, 0);
    if (!done && connection.any(ConnFlags.SOCK_WR_SH)) {
      output.drop();
    } else if (!done) {
      ask(WaitEvent.RETRY_SEND);
    } else if (parting) {
      parting = false;
      connection.clear(ConnFlags.FAREWELL);
      below.shutWrite(true);
      connection.shutWrite(true);
    }
    return done;
  }

  private void fail(TlsException e) {
    boolean handshaking = opening != null;
    forgetOpening();
    readingOver = true;
    TlsEngine failed = engine;
    try {
      if (failed != null && failed.wantsOutput()) {
        produce(failed);
      } else {
        output.flush(below, 0);
      }
    } catch (TlsException _) {
      trace("no alert", TraceSource.TX, null, 0);
    }
    input.drop();
    output.drop();
    if (!handshaking) {
      tally.broken(e.failure());
    }
    connection.fail(e.error(handshaking), e.detail());
  }

  /** The engine, once the handshake went well. */
  private @Nullable TlsEngine opener() {
    return agreed ? engine : null;
  }

  /** Whether the record at the head waits for the socket to take an answer. */
  private boolean isBlocked() {
    return blocked && !output.isEmpty();
  }

  private boolean canRead() {
    return opening == null && (!plain.isEmpty() || !isBlocked() && input.hasNext());
  }

  private void ask(int events) {
    int more = events & ~waiting.events();
    asked |= events;
    if (more != 0) {
      below.subscribe(more, waiting);
    }
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
