package io.turnout.core.conn;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traceable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection: a control layer, a stack of transports and a mux. It holds them and knows no
 * implementation.
 *
 * <pre>
 *   new ──open──▶ socket ──installXprt──▶ transports ──installMux──▶ mux owns it ──mux.destroy──▶ closed
 *                    └──────────────── release (no mux yet) ────────────────────────────────────┘
 * </pre>
 *
 * <p><b>Thread:</b> its loop's.
 *
 * @implSpec rules CONN-01 to CONN-05
 */
public final class Connection implements Traceable {
  private final EventLoop loop;
  private final Target target;
  final @Nullable Session session;
  private @Nullable CtlOps ctl;
  private @Nullable XprtOps xprt;
  private @Nullable SpliceXprt splice;
  @Nullable MuxOps mux;
  @Nullable MuxFactory muxFactory;
  private int flags;
  private ConnError error = ConnError.NONE;
  private String errorDetail = "";
  private @Nullable ReadyHandler readyHandler;
  private @Nullable Connection origin;
  private @Nullable Address source;
  private @Nullable Address destination;
  private List<Tlv> tlvs = List.of();

  /** Its entry in a flight recording; null while nobody records. */
  private @Nullable ConnectionEvent event;

  private Connection(EventLoop loop, Target target, @Nullable Session session, int flags) {
    this.loop = loop;
    this.target = target;
    this.session = session;
    this.flags = flags;
  }

  /** An accepted connection, which belongs to a session. */
  public static Connection accepted(EventLoop loop, Target listener, Session session) {
    return new Connection(loop, listener, session, 0);
  }

  /** A connection to be opened, for nobody but ourselves. */
  public static Connection outgoing(EventLoop loop, Target server) {
    return new Connection(loop, server, null, ConnFlags.BACK);
  }

  /**
   * A connection to be opened for what came in by another one, of which its handshakes may tell.
   *
   * @param origin of the same loop; asked while the handshakes run, so it has to live until then
   */
  public static Connection outgoing(EventLoop loop, Target server, Connection origin) {
    Connection made = outgoing(loop, server);
    made.origin = origin;
    return made;
  }

  /** The loop that it belongs to. */
  public EventLoop loop() {
    return loop;
  }

  /** What it is for. */
  public Target target() {
    return target;
  }

  /** The control layer. Only once {@link ConnFlags#CTL_READY}. */
  public CtlOps ctl() {
    return Objects.requireNonNull(ctl);
  }

  /** The top of the transports, or null before there is one and after they are closed. */
  public @Nullable XprtOps xprt() {
    return xprt;
  }

  /** The top of the transports if bytes can pass it through pipes, else null. */
  public @Nullable SpliceXprt spliceXprt() {
    return splice;
  }

  /** The uppermost TLS transport, or null if there is none. */
  public @Nullable SecureXprt secureXprt() {
    return TransportStack.secure(xprt);
  }

  /** The connection for which this one was opened, or null. */
  public @Nullable Connection origin() {
    return origin;
  }

  /**
   * Who began it: as a handshake told, or else the socket's addresses. Null if it is not known.
   *
   * <p>May ask the system: not for hot paths.
   */
  public @Nullable Address source() {
    return source != null ? source : any(ConnFlags.BACK) ? localAddress() : remoteAddress();
  }

  /** To where it was begun; as {@link #source()}. */
  public @Nullable Address destination() {
    return destination != null
        ? destination
        : any(ConnFlags.BACK) ? remoteAddress() : localAddress();
  }

  /** A handshake told of the addresses for which the peer speaks; null is not told. */
  public void speaksFor(@Nullable Address newSource, @Nullable Address newDestination) {
    source = newSource;
    destination = newDestination;
  }

  /**
   * The fields that came in a PROXY protocol header, in their order; of an outgoing connection
   * those that are to go into one.
   */
  public List<Tlv> tlvs() {
    return tlvs;
  }

  /**
   * Fields came in a PROXY protocol header, for handshakes; or are to be sent in one, for whoever
   * opens the connection, before its handshakes begin.
   */
  public void tlvs(List<Tlv> fields) {
    tlvs = List.copyOf(fields);
  }

  /** The mux, which owns the connection, or null before there is one and after it has gone. */
  public @Nullable MuxOps mux() {
    return mux;
  }

  /** The name by which the configuration calls its mux; "" while it has none. */
  public String muxName() {
    return mux == null || muxFactory == null ? "" : muxFactory.name();
  }

  /**
   * How its mux's work ended. Where there is no mux any more, or never was, the failure tells it.
   *
   * @implSpec rule MUX-12
   */
  public MuxExitStatus muxExitStatus() {
    MuxOps asked = mux;
    if (asked == null) {
      return MuxExitStatus.ofFailure(error);
    }
    try {
      return MuxExitStatus.of(asked.ctl(MuxQuery.EXIT_STATUS));
    } catch (Throwable thrown) {
      loop.faults().report(asked.name(), "its exit status is not known", thrown);
      return MuxExitStatus.UNKNOWN;
    }
  }

  /** {@link ConnFlags}. */
  public int flags() {
    return flags;
  }

  /** Whether one of these bits is set. */
  public boolean any(int mask) {
    return (flags & mask) != 0;
  }

  /** Whether all of these bits are set. */
  public boolean all(int mask) {
    return (flags & mask) == mask;
  }

  /** Sets bits; for layers. */
  public void set(int mask) {
    flags |= mask;
  }

  /** Takes back what a layer set that could not be made. */
  void restore(int before) {
    flags = before;
  }

  /** Clears bits; for layers. */
  public void clear(int mask) {
    flags &= ~mask;
  }

  /** Why it failed; {@link ConnError#NONE} if it did not. */
  public ConnError error() {
    return error;
  }

  /** What is known of the failure beyond {@link #error()}, for logs; "" if nothing is. */
  public String errorDetail() {
    return errorDetail;
  }

  /** Why it failed with what is known beyond, as a sentence for logs. */
  public String errorText() {
    return errorDetail.isEmpty() ? error.text() : error.text() + " (" + errorDetail + ")";
  }

  /**
   * Whether all that the peer sent was received, and its end was seen. For muxes, which report the
   * end of stream by it.
   *
   * @implSpec rule CONN-04
   */
  public boolean isReadOver() {
    return any(ConnFlags.SOCK_RD_SH) && !TransportStack.hasUnread(xprt);
  }

  /**
   * As {@link #isReadOver()}, of what a transport and those below it give; for transports, which
   * ask it of the one that they stand on.
   */
  public boolean isReadOverAt(XprtOps layer) {
    return any(ConnFlags.SOCK_RD_SH) && !layer.hasUnread();
  }

  /** The control layer has a socket for it; for control layers. */
  public void open(CtlOps ctl) {
    this.ctl = ctl;
    flags |= ConnFlags.CTL_READY;
    event = FlightEvents.connectionBegun();
  }

  /** Bytes moved, which proves the socket connected; for control layers. */
  public void prove() {
    flags &= ~ConnFlags.WAIT_L4;
  }

  /**
   * The peer's end of stream was seen: by the control layer, or by a transport whose peer has words
   * for it, so that the socket's own end may never be read.
   */
  public void readEnd() {
    flags = flags & ~ConnFlags.WAIT_L4 | ConnFlags.SOCK_RD_SH;
    if (any(ConnFlags.CTL_READY)) {
      ctl().orderlyClose();
    }
  }

  /** It failed; the first reason is kept. For layers. */
  public void fail(ConnError reason) {
    flags |= ConnFlags.ERROR | ConnFlags.SOCK_RD_SH | ConnFlags.SOCK_WR_SH;
    keep(reason);
  }

  /**
   * As {@link #fail(ConnError)}.
   *
   * @param detail what is known beyond the reason, as {@code certificate has expired}
   */
  public void fail(ConnError reason, String detail) {
    if (error == ConnError.NONE) {
      errorDetail = detail;
    }
    fail(reason);
  }

  /** Sending failed; what the peer sent before may still be read. For layers. */
  public void failWrite(ConnError reason) {
    flags |= ConnFlags.ERROR | ConnFlags.SOCK_WR_SH;
    keep(reason);
  }

  private void keep(ConnError reason) {
    if (error == ConnError.NONE) {
      error = reason;
      if (loop.connectionTrace().on()) {
        String why = errorDetail.isEmpty() ? reason.name() : reason + ": " + errorDetail;
        trace(TraceLevel.ERROR, "fail " + why, flags);
      }
    }
  }

  /** As {@link #failWrite(ConnError)}, with what is known beyond the reason. */
  public void failWrite(ConnError reason, String detail) {
    if (error == ConnError.NONE) {
      errorDetail = detail;
    }
    failWrite(reason);
  }

  /**
   * Shuts the socket's sending side; for muxes, after their transports'. While a transport has last
   * words ({@link ConnFlags#FAREWELL}) a clean end waits for them: the transport takes the flag
   * away, and calls this again.
   *
   * @param clean whether the peer is told. It is not told twice: if its own end was seen, the close
   *     that follows tells it
   */
  public void shutWrite(boolean clean) {
    if (any(ConnFlags.SOCK_WR_SH) || clean && any(ConnFlags.FAREWELL)) {
      return;
    }
    flags |= ConnFlags.SOCK_WR_SH;
    if (clean && all(ConnFlags.CTL_READY) && !any(ConnFlags.SOCK_RD_SH)) {
      ctl().shutWrite();
    }
  }

  /**
   * Reads and drops what is there, within bounds, unless reading is over already; for muxes. What
   * stands on other transports is read through, so that none of them holds bytes or loses its place
   * in them. While they are not ready they give nothing: then the socket is emptied under them.
   *
   * @implSpec rule CTL-02
   */
  public void drain() {
    if (isReadOver()) {
      return;
    }
    if (xprt instanceof StackedXprt top) {
      TransportStack.drain(top, loop.buffers(), this);
      if (!any(ConnFlags.WAIT_XPRT)) {
        return;
      }
    }
    if (all(ConnFlags.CTL_READY) && ctl().drain()) {
      readEnd();
    }
  }

  /**
   * Puts a transport on the control layer, or on the transports that are there; before there is a
   * mux. What the factory throws closes the connection, and passes.
   */
  public void installXprt(XprtFactory factory) {
    try {
      top(factory.create(this));
    } catch (Throwable thrown) {
      fail(ConnError.PLUGIN);
      release();
      throw thrown;
    }
    flags |= ConnFlags.XPRT_READY;
  }

  /**
   * Puts a transport under the mux of this live connection. The stream goes on over it, once the
   * transport is ready.
   *
   * <p>Not to be called from within a method of the mux or of a transport.
   *
   * @param unread how many bytes the owner of the stream has received that it has not made use of:
   *     with one, the peer did not wait for the change, and the connection fails
   * @implSpec rule SWAP-05
   */
  public TransportOutcome addTransport(XprtFactory factory, int unread) {
    return MuxSwap.addTransport(this, factory, unread);
  }

  /**
   * Puts a transport under one that is there. The one on which that stood until now must have no
   * subscriber. What the factory throws is counted, and fails the connection.
   *
   * @param above what stands on it from now on
   */
  public void insertXprt(XprtFactory factory, StackedXprt above) {
    XprtOps whole = xprt;
    try {
      top(above.below());
      above.below(factory.create(this));
    } catch (Throwable thrown) {
      loop.faults().report(factory.name(), "its connection to " + target.name() + " fails", thrown);
      fail(ConnError.PLUGIN);
    } finally {
      top(whole);
    }
  }

  /**
   * A transport takes itself, or the one above it, out of the stack. What stood on it stands on
   * what it stood on; neither is subscribed at it any more.
   */
  @SuppressWarnings("ReferenceEquality") // layers are objects of this connection
  public void removeXprt(StackedXprt leaving) {
    if (xprt == leaving) {
      top(leaving.below());
      return;
    }
    above(leaving).below(leaving.below());
  }

  /** The transport that stands on this one. */
  public StackedXprt above(XprtOps layer) {
    return TransportStack.above(xprt, layer);
  }

  /**
   * What to fail with when the connection did not become ready in time: ETIMEDOUT while the socket
   * is not connected, then what the lowest of the transports that are not ready says.
   */
  public ConnError timeoutError() {
    return any(ConnFlags.WAIT_L4) ? ConnError.ETIMEDOUT : TransportStack.timeoutError(xprt);
  }

  /**
   * Whom to call when the transports are ready or have failed, as there is no mux before. At most
   * one; not for a connection whose transports are ready now.
   */
  public void whenReady(ReadyHandler handler) {
    readyHandler = handler;
  }

  /**
   * Makes a mux and gives it the connection.
   *
   * @param stream as for {@link MuxOps#init}
   * @param input as for {@link MuxOps#init}
   * @return false if it could not be: the connection has no mux then, and is closed if the plugin
   *     threw
   */
  public boolean installMux(
      MuxFactory factory, @Nullable ConnStream stream, @Nullable Buffer input) {
    try {
      MuxOps made = factory.create(this);
      mux = made;
      if (made.init(stream, session, input)) {
        muxFactory = factory;
        if (loop.connectionTrace().on()) {
          trace(TraceLevel.USER, "installMux " + factory.name(), flags);
        }
        return true;
      }
    } catch (Throwable thrown) {
      broken(factory.name(), thrown);
    }
    mux = null;
    return false;
  }

  /**
   * Replaces the mux of this live connection by another, on either side, without losing a byte. The
   * stream goes on with the new mux, starting with the bytes that the old one had not passed on.
   *
   * <p>Not to be called from within a method of the mux itself.
   *
   * @param factory makes the new mux
   * @return what became of it; nothing but {@link SwapOutcome#DONE} changed anything
   * @implSpec rules SWAP-01 to SWAP-04
   */
  public SwapOutcome swapMux(MuxFactory factory) {
    return swapMuxBehind(null, factory);
  }

  /**
   * As {@link #swapMux}, and the new mux starts with bytes that the stream had received already: it
   * will receive them, and the end of stream behind them, from the new mux again.
   *
   * <p><b>Ownership:</b> with {@link SwapOutcome#DONE} the bytes are not the caller's any more;
   * else they are, as they were.
   *
   * @param unread a buffer of the loop's pool with the bytes that the stream received last, and
   *     looked at only; null if there are none
   * @param factory makes the new mux
   * @return what became of it; {@link SwapOutcome#BUSY} also if these bytes and those that the old
   *     mux had not passed on do not fit into one buffer
   * @implSpec rules SWAP-01 to SWAP-04, MUX-11
   */
  public SwapOutcome swapMuxBehind(@Nullable Buffer unread, MuxFactory factory) {
    return MuxSwap.swap(this, unread, factory);
  }

  void top(@Nullable XprtOps layer) {
    xprt = layer;
    splice = layer instanceof SpliceXprt capable ? capable : null;
  }

  private @Nullable Address remoteAddress() {
    return ctl == null ? null : ctl.remoteAddress();
  }

  private @Nullable Address localAddress() {
    return any(ConnFlags.CTL_READY) ? ctl().localAddress() : null;
  }

  /**
   * Tells the mux what has changed, as the last thing that a layer does in a call from below.
   *
   * @param before the flags before the change
   * @param forced tell in any case
   * @return false if the connection is gone: touch nothing of it then
   */
  public boolean notifyMux(int before, boolean forced) {
    MuxOps told = mux;
    if (told == null) {
      return tellReady();
    }
    boolean changed = ((before ^ flags) & ConnFlags.NOTIFY) != 0;
    boolean ready = (before & ConnFlags.WAIT_XPRT) != 0 && !any(ConnFlags.WAIT_XPRT);
    if (!forced && !changed && !ready) {
      return true;
    }
    try {
      return told.wake();
    } catch (Throwable thrown) {
      broken(told.name(), thrown);
      return false;
    }
  }

  private boolean tellReady() {
    ReadyHandler handler = readyHandler;
    if (handler == null || any(ConnFlags.WAIT_XPRT) && !any(ConnFlags.ERROR)) {
      return true;
    }
    readyHandler = null;
    return handler.ready(this);
  }

  /**
   * A plugin threw, which is counted: closes this one connection.
   *
   * @param plugin its name
   */
  public void broken(String plugin, Throwable thrown) {
    loop.faults().report(plugin, "its connection to " + target.name() + " is closed", thrown);
    fail(ConnError.PLUGIN);
    release();
    // Where destroy did its duty, this does nothing.
    close();
  }

  /** Ends it, whoever owns it: the mux is destroyed, or the layers are closed if there is none. */
  public void release() {
    MuxOps owner = mux;
    if (owner == null) {
      close();
      return;
    }
    try {
      owner.destroy();
    } catch (Throwable thrown) {
      loop.faults().report(owner.name(), "its connection is closed", thrown);
      close();
    }
  }

  /**
   * Closes the layers, top down, and tells the session. For the mux that owns it, from {@link
   * MuxOps#destroy}.
   */
  public void close() {
    if (event != null && any(ConnFlags.CTL_READY)) {
      // While the layers can still be named.
      event.finish(this);
      event = null;
    }
    // First of all: nothing may look at the mux that is on its way out (rule MUX-10).
    mux = null;
    if (any(ConnFlags.CTL_READY)) {
      trace(TraceLevel.USER, "close", flags);
    }
    XprtOps top = xprt;
    if (top != null) {
      top(null);
      close(top);
    }
    if (any(ConnFlags.CTL_READY)) {
      flags &= ~(ConnFlags.CTL_READY | ConnFlags.XPRT_READY);
      close(ctl());
      if (session != null) {
        session.connectionClosed(this);
      }
    }
    ReadyHandler waiting = readyHandler;
    if (waiting != null) {
      readyHandler = null;
      waiting.ready(this);
    }
  }

  void trace(TraceLevel level, String where, int number) {
    TraceSource source = loop.connectionTrace();
    if (source.on()) {
      source.emit(level, TraceSource.CONNECTION, where, this, null, null, number);
    }
  }

  private void close(XprtOps transport) {
    try {
      transport.close();
    } catch (Throwable thrown) {
      loop.faults().report(transport.name(), "its socket is closed", thrown);
    }
  }

  private void close(CtlOps socket) {
    try {
      socket.close();
    } catch (Throwable thrown) {
      loop.faults().report(socket.name(), "its connection has ended", thrown);
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("conn ").append(target.name()).append(' ');
    ConnFlags.describe(flags, to);
    if (error != ConnError.NONE) {
      to.append(" err=").append(error);
    }
    describe(" ctl=", ctl, to);
    for (XprtOps layer = xprt; layer != null; layer = TransportStack.below(layer)) {
      describe(" xprt=", layer, to);
    }
    describe(" mux=", mux, to);
    if (mux != null && muxFactory != null) {
      to.append(" proto=").append(muxFactory.name());
    }
  }

  private static void describe(String label, @Nullable Traceable layer, StringBuilder to) {
    if (layer != null) {
      to.append(label);
      layer.describe(to);
    }
  }
}
