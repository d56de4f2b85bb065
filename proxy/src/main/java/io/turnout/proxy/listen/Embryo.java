package io.turnout.proxy.listen;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.ReadyHandler;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.proxy.log.LogLine;
import io.turnout.proxy.log.LogRecord;

/**
 * An accepted connection whose transports are not ready: it has no mux and no stream yet.
 *
 * <pre>
 *   accepted ──ready──▶ gets its mux
 *      └── failed, or no time left ──▶ one line in the log, closed
 * </pre>
 */
final class Embryo implements ReadyHandler, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("listen.embryo");

  private final Listener listener;
  private final Connection connection;
  private final Task task;
  private final long acceptedMillis;

  /**
   * Waits for a connection's transports.
   *
   * @param nanos how long; 0 is for ever
   */
  Embryo(Listener listener, Connection connection, long nanos) {
    EventLoop loop = connection.loop();
    this.listener = listener;
    this.connection = connection;
    this.acceptedMillis = loop.clock().epochMillis();
    this.task = new Task(loop, KIND, this);
    if (nanos > 0) {
      task.expireAt(loop.now() + nanos);
    }
    connection.whenReady(this);
  }

  @Override
  public boolean ready(Connection told) {
    task.free();
    listener.born(this);
    if (!connection.any(ConnFlags.ERROR) && connection.any(ConnFlags.CTL_READY)) {
      return listener.begin(connection);
    }
    try {
      report();
    } finally {
      connection.release();
    }
    return false;
  }

  /** The time is over. */
  @Override
  public boolean run(int why) {
    connection.fail(connection.timeoutError());
    connection.release();
    return false;
  }

  @Override
  public void failed(Throwable thrown) {
    connection.broken(KIND.name(), thrown);
  }

  /** The proxy ends. */
  void end() {
    connection.release();
  }

  Connection connection() {
    return connection;
  }

  private void report() {
    LogRecord record = new LogRecord();
    record.clear();
    record.client = ClientSession.clientOf(connection);
    record.acceptMillis = acceptedMillis;
    record.frontend = listener.frontend().name();
    record.listenerId = listener.config().id();
    record.listenerName = listener.name();
    listener
        .frontend()
        .accessLog()
        .connectionFailed(
            record,
            connection.errorText(),
            connection.error().isNothing(),
            LogLine.onClock(connection.loop().clock()::epochMillis));
  }
}
