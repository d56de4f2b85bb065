package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traceable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection: a control layer, a stack of transports and a mux. It holds them and knows no
 * implementation.
 *
 * <pre>
 *   new ──open──▶ socket ──installXprt──▶ transport ──installMux──▶ mux owns it ──mux.destroy──▶ closed
 *                    └──────────────── release (no mux yet) ───────────────────────────────────┘
 * </pre>
 *
 * <p><b>Thread:</b> its loop's.
 *
 * @implSpec rules CONN-01 to CONN-05
 */
public final class Connection implements Traceable {
  private final EventLoop loop;
  private final Target target;
  private final @Nullable Session session;
  private @Nullable CtlOps ctl;
  private @Nullable XprtOps xprt;
  private @Nullable MuxOps mux;
  private @Nullable MuxFactory muxFactory;
  private int flags;
  private ConnError error = ConnError.NONE;

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

  /** A connection to be opened. */
  public static Connection outgoing(EventLoop loop, Target server) {
    return new Connection(loop, server, null, ConnFlags.BACK);
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

  /** The mux, which owns the connection, or null before there is one and after it has gone. */
  public @Nullable MuxOps mux() {
    return mux;
  }

  /** The name by which the configuration calls its mux; "" while it has none. */
  public String muxName() {
    return mux == null || muxFactory == null ? "" : muxFactory.name();
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

  /** Clears bits; for layers. */
  public void clear(int mask) {
    flags &= ~mask;
  }

  /** Why it failed; {@link ConnError#NONE} if it did not. */
  public ConnError error() {
    return error;
  }

  /** The control layer has a socket for it; for control layers. */
  public void open(CtlOps ctl) {
    this.ctl = ctl;
    flags |= ConnFlags.CTL_READY;
  }

  /** Bytes moved, which proves the socket connected; for control layers. */
  public void prove() {
    flags &= ~ConnFlags.WAIT_L4;
  }

  /** The peer's end of stream was seen; for control layers. */
  public void readEnd() {
    flags = flags & ~ConnFlags.WAIT_L4 | ConnFlags.SOCK_RD_SH;
  }

  /** It failed; the first reason is kept. For layers. */
  public void fail(ConnError reason) {
    if (error == ConnError.NONE) {
      error = reason;
    }
    flags |= ConnFlags.ERROR | ConnFlags.SOCK_RD_SH | ConnFlags.SOCK_WR_SH;
  }

  /** Sending failed; what the peer sent before may still be read. For layers. */
  public void failWrite(ConnError reason) {
    if (error == ConnError.NONE) {
      error = reason;
    }
    flags |= ConnFlags.ERROR | ConnFlags.SOCK_WR_SH;
  }

  /**
   * Shuts the socket's sending side; for muxes, after their transports'.
   *
   * @param clean whether the peer is told. It is not told twice: if its own end was seen, the close
   *     that follows tells it
   */
  public void shutWrite(boolean clean) {
    if (any(ConnFlags.SOCK_WR_SH)) {
      return;
    }
    flags |= ConnFlags.SOCK_WR_SH;
    if (clean && all(ConnFlags.CTL_READY) && !any(ConnFlags.SOCK_RD_SH)) {
      ctl().shutWrite();
    }
  }

  /** Reads and drops what is there, unless reading is over already; for muxes. */
  public void drain() {
    if (all(ConnFlags.CTL_READY) && !any(ConnFlags.SOCK_RD_SH) && ctl().drain()) {
      readEnd();
    }
  }

  /**
   * Puts the first transport on the control layer. What the factory throws closes it, and passes.
   */
  public void installXprt(XprtFactory factory) {
    try {
      xprt = factory.create(this);
    } catch (Throwable thrown) {
      fail(ConnError.PLUGIN);
      release();
      throw thrown;
    }
    flags |= ConnFlags.XPRT_READY;
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
    MuxOps old = mux;
    SwapOutcome objection = objectionTo(factory, old);
    if (objection != null || !(old instanceof Swappable left)) {
      return objection == null ? SwapOutcome.REFUSED : objection;
    }
    ConnStream stream = left.surrenderStream();
    if (stream != null) {
      stream.unsubscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
      stream.clear(StreamFlags.MAY_SPLICE | StreamFlags.WANT_ROOM);
    }
    Buffer input = left.surrenderInput();
    if (!start(factory, stream, input)) {
      mux = old;
      left.resume(stream, input);
      wake(stream);
      return SwapOutcome.FAILED;
    }
    muxFactory = factory;
    destroyLeft(old);
    wake(stream);
    return SwapOutcome.DONE;
  }

  @SuppressWarnings("ReferenceEquality") // one factory is one mux of one instance
  private @Nullable SwapOutcome objectionTo(MuxFactory factory, @Nullable MuxOps old) {
    boolean over = any(ConnFlags.ERROR) || all(ConnFlags.SOCK_RD_SH | ConnFlags.SOCK_WR_SH);
    if (old == null || over || !any(ConnFlags.CTL_READY)) {
      return SwapOutcome.CLOSING;
    }
    if (any(ConnFlags.WAIT_XPRT)) {
      return SwapOutcome.NOT_READY;
    }
    if (factory == muxFactory) {
      return SwapOutcome.SAME;
    }
    return old instanceof Swappable left ? left.objection() : SwapOutcome.REFUSED;
  }

  /** Starts a new mux beside the old one; a throwable counts as a refusal. */
  private boolean start(MuxFactory factory, @Nullable ConnStream stream, @Nullable Buffer input) {
    try {
      MuxOps made = factory.create(this);
      mux = made;
      return made.init(stream, session, input);
    } catch (Throwable thrown) {
      loop.faults().report(factory.name(), "the swap to it is taken back", thrown);
      return false;
    }
  }

  private void destroyLeft(MuxOps old) {
    try {
      old.destroy();
    } catch (Throwable thrown) {
      loop.faults().report(old.name(), "it was left, and what it held may be lost", thrown);
    }
  }

  private static void wake(@Nullable ConnStream stream) {
    if (stream != null) {
      stream.tasklet().wake(Tasklet.WOKEN_MSG | Tasklet.WOKEN_IO);
    }
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
      return true;
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
    mux = null;
    XprtOps top = xprt;
    if (top != null) {
      xprt = null;
      close(top);
    }
    if (any(ConnFlags.CTL_READY)) {
      flags &= ~(ConnFlags.CTL_READY | ConnFlags.XPRT_READY);
      ctl().close();
      if (session != null) {
        session.connectionClosed(this);
      }
    }
  }

  private void close(XprtOps transport) {
    try {
      transport.close();
    } catch (Throwable thrown) {
      loop.faults().report(transport.name(), "its socket is closed", thrown);
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
    describe(" xprt=", xprt, to);
    describe(" mux=", mux, to);
  }

  private static void describe(String label, @Nullable Traceable layer, StringBuilder to) {
    if (layer != null) {
      to.append(label);
      layer.describe(to);
    }
  }
}
