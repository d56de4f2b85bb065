package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is under the stream of a live connection: its mux, or the transports under that.
 *
 * <pre>
 *   the stream leaves its mux ──▶ the mux gives what it has not passed on ──▶ the change
 *       done: the stream goes on with what is new          not done: with what was there
 * </pre>
 */
final class MuxSwap {
  private MuxSwap() {}

  /** {@link Connection#swapMuxBehind}. */
  static SwapOutcome swap(Connection connection, @Nullable Buffer unread, MuxFactory factory) {
    MuxOps old = connection.mux;
    String oldName = connection.muxName();
    SwapOutcome objection = objectionTo(connection, factory, old);
    if (objection != null || !(old instanceof Swappable left)) {
      return told(
          connection, oldName, factory, 0, objection == null ? SwapOutcome.REFUSED : objection);
    }
    ConnStream stream = surrendered(left);
    Buffer input = left.surrenderInput();
    // The new mux may take them out while it starts.
    int leftover = (unread == null ? 0 : unread.length()) + (input == null ? 0 : input.length());
    SwapOutcome outcome = start(connection, factory, stream, unread, input);
    if (outcome != SwapOutcome.DONE) {
      connection.mux = old;
      failIfClosed(connection);
      left.resume(stream, input);
      wake(stream);
      return told(connection, oldName, factory, leftover, outcome);
    }
    connection.muxFactory = factory;
    destroyLeft(connection, old);
    wake(stream);
    return told(connection, oldName, factory, leftover, SwapOutcome.DONE);
  }

  /** {@link Connection#addTransport}. */
  static TransportOutcome addTransport(Connection connection, XprtFactory factory, int unread) {
    TransportOutcome outcome = add(connection, factory, unread);
    if (connection.loop().connectionTrace().on()) {
      connection.trace(TraceLevel.USER, "addTransport " + factory.name() + ' ' + outcome, unread);
    }
    return outcome;
  }

  private static TransportOutcome add(Connection connection, XprtFactory factory, int unread) {
    MuxOps served = connection.mux;
    if (served == null || isOver(connection)) {
      return TransportOutcome.CLOSING;
    }
    if (connection.any(ConnFlags.WAIT_XPRT)) {
      return TransportOutcome.NOT_READY;
    }
    if (!(served instanceof Swappable left)) {
      return TransportOutcome.REFUSED;
    }
    if (left.objection() == SwapOutcome.BUSY) {
      return TransportOutcome.BUSY;
    }
    ConnStream stream = surrendered(left);
    Buffer input = left.surrenderInput();
    TransportOutcome outcome =
        unread > 0 || input != null || TransportStack.hasUnread(connection.xprt())
            ? TransportOutcome.INJECTION
            : stacked(connection, factory) ? TransportOutcome.DONE : TransportOutcome.FAILED;
    if (outcome == TransportOutcome.INJECTION) {
      connection.fail(ConnError.INJECTION);
    }
    left.resume(stream, input);
    wake(stream);
    return outcome;
  }

  private static SwapOutcome told(
      Connection connection, String oldName, MuxFactory to, int leftover, SwapOutcome outcome) {
    String refusal = outcome == SwapOutcome.DONE ? null : outcome.text();
    FlightEvents.muxSwapped(connection, oldName, to.name(), leftover, refusal);
    if (connection.loop().connectionTrace().on()) {
      connection.trace(
          TraceLevel.USER, "swapMux " + oldName + '>' + to.name() + ' ' + outcome, leftover);
    }
    return outcome;
  }

  @SuppressWarnings("ReferenceEquality") // one factory is one mux of one instance
  private static @Nullable SwapOutcome objectionTo(
      Connection connection, MuxFactory factory, @Nullable MuxOps old) {
    if (old == null || isOver(connection)) {
      return SwapOutcome.CLOSING;
    }
    if (connection.any(ConnFlags.WAIT_XPRT)) {
      return SwapOutcome.NOT_READY;
    }
    if (factory == connection.muxFactory) {
      return SwapOutcome.SAME;
    }
    return old instanceof Swappable left ? left.objection() : SwapOutcome.REFUSED;
  }

  private static boolean isOver(Connection connection) {
    return connection.any(ConnFlags.ERROR)
        || connection.all(ConnFlags.SOCK_RD_SH | ConnFlags.SOCK_WR_SH)
        || !connection.any(ConnFlags.CTL_READY);
  }

  private static @Nullable ConnStream surrendered(Swappable left) {
    ConnStream stream = left.surrenderStream();
    if (stream != null) {
      stream.unsubscribe(WaitEvent.RETRY_RECV | WaitEvent.RETRY_SEND);
      stream.clear(StreamFlags.MAY_SPLICE | StreamFlags.WANT_ROOM);
    }
    return stream;
  }

  /** Puts a transport on top; a throwable is counted. */
  private static boolean stacked(Connection connection, XprtFactory factory) {
    int before = connection.flags();
    try {
      connection.top(factory.create(connection));
      return true;
    } catch (Throwable thrown) {
      connection.restore(before);
      connection
          .loop()
          .faults()
          .report(factory.name(), "the connection goes on without it", thrown);
      return false;
    }
  }

  /** Starts a new mux with what the stream gives back, and behind that what the old one had. */
  private static SwapOutcome start(
      Connection connection,
      MuxFactory factory,
      @Nullable ConnStream stream,
      @Nullable Buffer unread,
      @Nullable Buffer input) {
    if (unread == null) {
      return start(connection, factory, stream, input) ? SwapOutcome.DONE : SwapOutcome.FAILED;
    }
    int count = unread.length();
    if (input == null) {
      return startAgain(connection, factory, stream, unread)
          ? SwapOutcome.DONE
          : SwapOutcome.FAILED;
    }
    if (count > input.room()) {
      return SwapOutcome.BUSY;
    }
    input.prepend(unread);
    if (startAgain(connection, factory, stream, input)) {
      connection.loop().buffers().give(unread);
      return SwapOutcome.DONE;
    }
    input.moveTo(unread, count);
    return SwapOutcome.FAILED;
  }

  /** The stream gets its last bytes again, so an end that was reported is not there yet. */
  private static boolean startAgain(
      Connection connection, MuxFactory factory, @Nullable ConnStream stream, Buffer input) {
    if (stream == null || !stream.any(StreamFlags.EOS)) {
      return start(connection, factory, stream, input);
    }
    stream.clear(StreamFlags.EOI | StreamFlags.EOS);
    boolean started = start(connection, factory, stream, input);
    if (!started) {
      stream.reportEnd();
    }
    return started;
  }

  /** Starts a new mux beside the old one; a throwable counts as a refusal. */
  private static boolean start(
      Connection connection,
      MuxFactory factory,
      @Nullable ConnStream stream,
      @Nullable Buffer input) {
    try {
      MuxOps made = factory.create(connection);
      connection.mux = made;
      return made.init(stream, connection.session, input);
    } catch (Throwable thrown) {
      connection.loop().faults().report(factory.name(), "the swap to it is taken back", thrown);
      return false;
    }
  }

  /** A mux that did not start has closed what is not its own: the stream has to hear of it. */
  private static void failIfClosed(Connection connection) {
    if (!connection.any(ConnFlags.CTL_READY)) {
      connection.fail(ConnError.PLUGIN);
    }
  }

  private static void destroyLeft(Connection connection, MuxOps old) {
    try {
      old.destroy();
    } catch (Throwable thrown) {
      connection
          .loop()
          .faults()
          .report(old.name(), "it was left, and what it held may be lost", thrown);
    }
  }

  private static void wake(@Nullable ConnStream stream) {
    if (stream != null) {
      stream.tasklet().wake(Tasklet.WOKEN_MSG | Tasklet.WOKEN_IO);
    }
  }
}
