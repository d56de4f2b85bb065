package io.turnout.tck;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.conn.SpliceXprt;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.tck.sim.Simulation;
import org.jspecify.annotations.Nullable;

/** A transport that notes what the mux above does with it, and complains of what it must not. */
class WatchedXprt implements XprtOps {
  private final Simulation simulation;
  private final Connection connection;
  private final XprtOps below;
  private final boolean shutsItself;
  private @Nullable WaitEvent lastWaiter;
  private @Nullable WaitEvent streams;
  private @Nullable MuxOps attemptedBy;
  private boolean receivedAll;
  private boolean sentAll;
  private boolean closed;
  private int calls;

  /**
   * Stands on a transport.
   *
   * @param shutsItself whether it says that it drains by itself
   */
  WatchedXprt(Simulation simulation, Connection connection, XprtOps below, boolean shutsItself) {
    this.simulation = simulation;
    this.connection = connection;
    this.below = below;
    this.shutsItself = shutsItself;
  }

  /** One that can splice, if what is below can. */
  static WatchedXprt splicing(
      Simulation simulation, Connection connection, XprtOps below, boolean shutsItself) {
    return below instanceof SpliceXprt capable
        ? new Splicing(simulation, connection, below, capable, shutsItself)
        : new WatchedXprt(simulation, connection, below, shutsItself);
  }

  /** Which subscriptions are the stream's own. */
  void streamWaitsBy(WaitEvent waiter) {
    streams = waiter;
  }

  /** Attempts to move bytes so far. */
  int calls() {
    return calls;
  }

  /** Whether anybody waits here. */
  boolean isSubscribed() {
    return lastWaiter != null && lastWaiter.events() != 0;
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public int rcvBuf(Buffer into, int max) {
    checkOpen("rcvBuf");
    return received("xprt rcvBuf", max, below.rcvBuf(into, max));
  }

  @Override
  public int sndBuf(Buffer from, int max, int flags) {
    checkOpen("sndBuf");
    return sent("xprt sndBuf", max, below.sndBuf(from, max, flags));
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    checkOpen("subscribe");
    checkAttempted(events, waiter);
    below.subscribe(events, waiter);
    lastWaiter = waiter;
    simulation.note("xprt subscribe", events, waiter.events());
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    checkOpen("unsubscribe");
    if ((waiter.events() & events) != events) {
      throw simulation.violation(
          "SUB-04: unsubscribe of events %d, while %d are subscribed"
              .formatted(events, waiter.events()));
    }
    below.unsubscribe(events, waiter);
    simulation.note("xprt unsubscribe", events, waiter.events());
  }

  @Override
  public boolean hasUnread() {
    return below.hasUnread();
  }

  @Override
  public void shutWrite(boolean clean) {
    checkOpen("shutWrite");
    below.shutWrite(clean);
  }

  @Override
  public boolean shutRead(boolean drain) {
    checkOpen("shutRead");
    return below.shutRead(drain) || shutsItself;
  }

  @Override
  public void close() {
    simulation.note("xprt close", 0, 0);
    if (closed) {
      throw simulation.violation("INV-03: the transport is closed twice");
    }
    below.close();
    closed = true;
  }

  @Override
  public void describe(StringBuilder to) {
    below.describe(to);
  }

  int received(String call, int max, int count) {
    attempted(call, max, count);
    receivedAll = count == max;
    return count;
  }

  int sent(String call, int max, int count) {
    attempted(call, max, count);
    sentAll = count == max;
    return count;
  }

  private void attempted(String call, int max, int count) {
    calls++;
    attemptedBy = connection.mux();
    simulation.note(call, max, count);
  }

  void checkOpen(String call) {
    if (closed) {
      throw simulation.violation("INV-04: " + call + " on the transport after its close");
    }
  }

  /** The stream's own subscriptions are the owner's business; a mux without a stream may wait. */
  private void checkAttempted(int events, WaitEvent waiter) {
    MuxOps mux = connection.mux();
    boolean vain =
        (events & WaitEvent.RETRY_RECV) != 0 && receivedAll
            || (events & WaitEvent.RETRY_SEND) != 0 && sentAll;
    if (vain
        && !waiter.equals(streams)
        && mux != null
        && mux.equals(attemptedBy)
        && mux.usedStreams() > 0) {
      throw simulation.violation(
          "SUB-01: the mux subscribes for events %d after an attempt that moved all it asked for"
              .formatted(events));
    }
  }

  /** With splicing. */
  private static final class Splicing extends WatchedXprt implements SpliceXprt {
    private final SpliceXprt capable;

    Splicing(
        Simulation simulation,
        Connection connection,
        XprtOps below,
        SpliceXprt capable,
        boolean shutsItself) {
      super(simulation, connection, below, shutsItself);
      this.capable = capable;
    }

    @Override
    public int rcvPipe(Pipe into, int max) {
      checkOpen("rcvPipe");
      return received("xprt rcvPipe", max, capable.rcvPipe(into, max));
    }

    @Override
    public int sndPipe(Pipe from) {
      checkOpen("sndPipe");
      return sent("xprt sndPipe", from.length(), capable.sndPipe(from));
    }
  }
}
