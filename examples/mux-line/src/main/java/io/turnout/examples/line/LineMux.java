package io.turnout.examples.line;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxExitStatus;
import io.turnout.core.conn.StreamFlags;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import org.jspecify.annotations.Nullable;

/**
 * One stream, which gets what the peer sends by whole lines.
 *
 * <p>It does not splice, as it has to see each byte: it is no {@code SpliceEndpoint}, and never
 * sets {@code MAY_SPLICE}.
 */
final class LineMux extends SingleStreamMux {
  private static final HandlerKind IDLE = HandlerKind.of("line.idle");

  private final LineMuxFactory factory;
  private final Lines lines;
  private final MemoryWait memory;
  private long passed;

  /** A line was too long: the stream has been told, and hears of nothing else. */
  private boolean invalid;

  LineMux(Connection connection, LineMuxFactory factory) {
    super(connection, IDLE, factory.trace());
    this.factory = factory;
    this.lines = new Lines(connection.loop().buffers(), factory.maxBytes());
    this.memory = new MemoryWait(connection);
  }

  @Override
  public String name() {
    return "LINE";
  }

  @Override
  protected int receive(Buffer into, int max) {
    if (invalid) {
      return 0;
    }
    XprtOps xprt = connection().xprt();
    if (xprt != null && !isReady()) {
      lines.receive(xprt);
    }
    if (connection().isReadOver()) {
      lines.end();
    }
    int moved = lines.moveTo(into, max);
    count(lines.countMoved());
    if (lines.isNextTooLong()) {
      refuse(stream());
    }
    return moved;
  }

  @Override
  protected void keep(@Nullable Buffer leftover) {
    lines.begin(leftover);
  }

  @Override
  protected int held() {
    return lines.length();
  }

  @Override
  protected boolean isReady() {
    return lines.hasPassable() || lines.isNextTooLong();
  }

  @Override
  protected void dropInput() {
    lines.drop();
  }

  @Override
  public @Nullable Buffer surrenderInput() {
    return lines.surrender();
  }

  @Override
  protected boolean mayStay() {
    return !invalid;
  }

  @Override
  public @Nullable SwapOutcome objection() {
    // The rest of the line that was refused must not reach anybody by another mux.
    return invalid ? SwapOutcome.REFUSED : null;
  }

  @Override
  protected MuxExitStatus exitStatus() {
    return invalid ? MuxExitStatus.INVALID : super.exitStatus();
  }

  @Override
  protected void release() {
    memory.free();
  }

  @Override
  public void subscribe(int events, WaitEvent waiter) {
    int rest = events;
    if ((events & WaitEvent.RETRY_RECV) != 0 && !isReady() && lines.isStarved()) {
      memory.subscribe(waiter);
      rest &= ~WaitEvent.RETRY_RECV;
    }
    super.subscribe(rest, waiter);
  }

  @Override
  public void unsubscribe(int events, WaitEvent waiter) {
    int rest = events;
    if ((events & WaitEvent.RETRY_RECV) != 0 && memory.unsubscribe(waiter)) {
      rest &= ~WaitEvent.RETRY_RECV;
    }
    super.unsubscribe(rest, waiter);
  }

  @Override
  public void describe(StringBuilder to) {
    super.describe(to);
    to.append(" lines=").append(passed).append('/').append(factory.lines());
    if (invalid) {
      to.append(" invalid");
    }
  }

  private void count(int more) {
    if (more > 0) {
      passed += more;
      factory.passed(more);
    }
  }

  private void refuse(ConnStream served) {
    invalid = true;
    lines.drop();
    served.reportEnd();
    served.set(StreamFlags.ERROR);
    trace(TraceLevel.ERROR, TraceSource.RX, "line too long", passed + 1);
  }
}
