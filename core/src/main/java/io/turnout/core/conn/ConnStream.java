package io.turnout.core.conn;

import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.Traceable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mux's face to one stream: the owner pulls and pushes through its {@link #endpoint()}, and its
 * flags say what happened.
 *
 * <pre>
 *   new ──attach──▶ attached ──detach──▶ detached
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public final class ConnStream implements Traceable {
  private final Tasklet tasklet;
  private final WaitEvent waitEvent;
  private @Nullable Connection connection;
  private @Nullable StreamEndpoint endpoint;
  private @Nullable SpliceEndpoint splice;
  private int flags = StreamFlags.DETACHED;

  /**
   * A conn stream with no mux behind.
   *
   * @param loop where the owner runs, and the connection will
   * @param kind under which name the owner's runs are accounted
   * @param owner runs when the mux has something to tell ({@link Tasklet#WOKEN_MSG}) or an awaited
   *     attempt may succeed ({@link Tasklet#WOKEN_IO})
   */
  public ConnStream(EventLoop loop, HandlerKind kind, TaskletHandler owner) {
    this.tasklet = new Tasklet(loop, kind, owner);
    this.waitEvent = new WaitEvent(tasklet);
  }

  /** A mux takes this conn stream; for muxes. */
  public void attach(Connection connection, StreamEndpoint endpoint) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.splice = endpoint instanceof SpliceEndpoint capable ? capable : null;
    this.flags &= ~StreamFlags.DETACHED;
  }

  /**
   * The owner leaves: takes its subscription back and tells the mux, which keeps or destroys the
   * connection. The conn stream can be attached again.
   */
  public void detach() {
    Connection left = connection;
    if (left == null) {
      // A connection that was lost leaves nothing to the next one.
      flags = StreamFlags.DETACHED;
      return;
    }
    MuxOps mux = left.mux();
    unsubscribe(waitEvent.events());
    connection = null;
    endpoint = null;
    splice = null;
    flags = StreamFlags.DETACHED;
    if (mux == null) {
      left.release();
      return;
    }
    try {
      mux.detach(this);
    } catch (Throwable thrown) {
      left.broken(mux.name(), thrown);
    }
  }

  /** The connection has gone under the stream, which hears of it as an error; for muxes. */
  public void lost() {
    connection = null;
    endpoint = null;
    splice = null;
    flags =
        StreamFlags.DETACHED
            | StreamFlags.EOS
            | StreamFlags.ERROR
            | StreamFlags.SHR_DONE
            | StreamFlags.SHW_DONE;
    tasklet.wake(Tasklet.WOKEN_MSG);
  }

  /** Ends the owner's tasklet; after {@link #detach()}, once. */
  public void free() {
    tasklet.free();
  }

  /** The connection behind, or null while detached. */
  public @Nullable Connection connection() {
    return connection;
  }

  /** What to pull from and push to. Only while attached. */
  public StreamEndpoint endpoint() {
    return Objects.requireNonNull(endpoint);
  }

  /** The endpoint's splicing, or null if it or the transport under it has none. */
  public @Nullable SpliceEndpoint splice() {
    Connection behind = connection;
    return behind != null && behind.spliceXprt() != null ? splice : null;
  }

  /** Whether a mux is behind. */
  public boolean isAttached() {
    return endpoint != null;
  }

  /** Runs the owner. */
  public Tasklet tasklet() {
    return tasklet;
  }

  /** The owner's subscription. */
  public WaitEvent waitEvent() {
    return waitEvent;
  }

  /** {@link StreamFlags}. */
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

  /** Sets bits; for muxes. */
  public void set(int mask) {
    flags |= mask;
  }

  /** Clears bits; for muxes. */
  public void clear(int mask) {
    flags &= ~mask;
  }

  /** A mux reports the end of stream: the message is complete, and nothing more can be received. */
  public void reportEnd() {
    flags =
        flags & ~(StreamFlags.RCV_MORE | StreamFlags.WANT_ROOM) | StreamFlags.EOI | StreamFlags.EOS;
    if (any(StreamFlags.ERR_PENDING)) {
      flags |= StreamFlags.ERROR;
    }
  }

  /** A mux reports an error; unread input is delivered first unless the end was seen already. */
  public void reportError() {
    flags |= any(StreamFlags.EOS) ? StreamFlags.ERROR : StreamFlags.ERR_PENDING;
  }

  /** Subscribes the owner's wait event, after an attempt that did not complete. */
  public void subscribe(int events) {
    endpoint().subscribe(events, waitEvent);
  }

  /** Takes back what is subscribed of these. */
  public void unsubscribe(int events) {
    int subscribed = waitEvent.events() & events;
    if (subscribed != 0 && endpoint != null) {
      endpoint.unsubscribe(subscribed, waitEvent);
    }
  }

  /** Shuts the directions that are not shut yet: {@code StreamEndpoint.SHR_*} and {@code SHW_*}. */
  public void shut(int modes) {
    int todo = modes;
    if (any(StreamFlags.SHR_DONE)) {
      todo &= ~(StreamEndpoint.SHR_DRAIN | StreamEndpoint.SHR_RESET);
    }
    if (any(StreamFlags.SHW_DONE)) {
      todo &= ~(StreamEndpoint.SHW_NORMAL | StreamEndpoint.SHW_SILENT);
    }
    if (todo == 0 || endpoint == null) {
      return;
    }
    if ((todo & (StreamEndpoint.SHR_DRAIN | StreamEndpoint.SHR_RESET)) != 0) {
      flags |= StreamFlags.SHR_DONE;
    }
    if ((todo & (StreamEndpoint.SHW_NORMAL | StreamEndpoint.SHW_SILENT)) != 0) {
      flags |= StreamFlags.SHW_DONE;
    }
    shut(todo, endpoint, connection);
  }

  /** Its caller has the other side to end, too: what a plugin throws must not keep it from that. */
  private static void shut(int modes, StreamEndpoint to, @Nullable Connection behind) {
    try {
      to.shut(modes);
    } catch (Throwable thrown) {
      if (behind == null) {
        throw thrown;
      }
      MuxOps mux = behind.mux();
      behind.broken(mux == null ? "mux" : mux.name(), thrown);
    }
  }

  @Override
  public void describe(StringBuilder to) {
    to.append("cs ");
    StreamFlags.describe(flags, to);
    to.append(" waits=");
    waitEvent.describe(to);
  }
}
