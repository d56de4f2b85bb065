package io.turnout.examples.line;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.MuxOps;
import io.turnout.core.trace.TraceSource;
import java.util.concurrent.atomic.LongAdder;

/** Makes line muxes, and keeps what outlives each of them: how many lines there were in all. */
public final class LineMuxFactory implements MuxFactory {
  private final int maxBytes;
  private final TraceSource trace;
  private final LongAdder passed = new LongAdder();

  LineMuxFactory(int maxBytes, TraceSource trace) {
    this.maxBytes = maxBytes;
    this.trace = trace;
  }

  @Override
  public String name() {
    return "line";
  }

  @Override
  public MuxOps create(Connection connection) {
    return new LineMux(connection, this);
  }

  /** How many lines its muxes have passed on, on all connections. Any thread. */
  public long lines() {
    return passed.sum();
  }

  void passed(int lines) {
    passed.add(lines);
  }

  int maxBytes() {
    return maxBytes;
  }

  TraceSource trace() {
    return trace;
  }
}
