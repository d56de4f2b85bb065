package io.turnout.examples.tee;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.spi.mux.SingleStreamMux;
import org.jspecify.annotations.Nullable;

/**
 * One stream with the connection's bytes, which are copied as they pass.
 *
 * <p>It does not splice, as what goes through a pipe is seen by nobody: it is no {@code
 * SpliceEndpoint}, and never sets {@code MAY_SPLICE}.
 */
final class TeeMux extends SingleStreamMux {
  private static final HandlerKind IDLE = HandlerKind.of("tee.idle");

  private final Copier copier;

  /** From the first byte on. */
  private @Nullable Copies copies;

  TeeMux(Connection connection, Copier copier, TraceSource trace) {
    super(connection, IDLE, trace);
    this.copier = copier;
  }

  @Override
  public String name() {
    return "TEE";
  }

  @Override
  protected int receive(Buffer into, int max) {
    int count = super.receive(into, max);
    long before = dropped();
    copies().received(into, count);
    traceDropped(dropped() - before);
    return count;
  }

  @Override
  protected int send(Buffer from, int max, int flags) {
    // What is sent leaves the buffer with the call.
    byte[] bytes = new byte[Math.min(max, from.length())];
    from.copyTo(0, bytes, 0, bytes.length);
    int count = super.send(from, max, flags);
    long before = dropped();
    copies().sent(bytes, count);
    traceDropped(dropped() - before);
    return count;
  }

  @Override
  protected void release() {
    if (copies != null) {
      copies.close();
    }
  }

  @Override
  public void describe(StringBuilder to) {
    super.describe(to);
    to.append(" dropped=").append(dropped());
  }

  private Copies copies() {
    Copies made = copies;
    if (made == null) {
      made = new Copies(connection(), copier);
      copies = made;
    }
    return made;
  }

  private long dropped() {
    return copies == null ? 0 : copies.dropped();
  }

  private void traceDropped(long count) {
    if (count > 0) {
      trace(TraceLevel.ERROR, TraceSource.STREAM, "not copied", count);
    }
  }
}
