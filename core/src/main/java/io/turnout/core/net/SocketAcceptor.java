package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Target;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.Errno;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/**
 * One loop's share of a listening socket.
 *
 * <pre>
 *   accepting ──handler full──▶ resting ──resume──▶ accepting
 *       └─────out of descriptors──▶ resting ──100 ms──▶ accepting
 * </pre>
 */
final class SocketAcceptor implements Acceptor, Pollable, TaskletHandler {
  private static final HandlerKind KIND = HandlerKind.of("acceptor.rest");
  private static final long REST_NANOS = 100_000_000;
  private static final int ACCEPT_FLAGS = Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;

  private final EventLoop loop;
  private final Kernel kernel;
  private final int descriptor;
  private final ListenOptions options;
  private final AcceptHandler handler;
  private final TraceSource trace;
  private final Task rest;
  private int batch = 1;
  private boolean watching;
  private boolean closed;
  private boolean starved;

  SocketAcceptor(
      EventLoop loop,
      Kernel kernel,
      int descriptor,
      ListenOptions options,
      AcceptHandler handler,
      TraceSource trace) {
    this.loop = loop;
    this.kernel = kernel;
    this.descriptor = descriptor;
    this.options = options;
    this.handler = handler;
    this.trace = trace;
    this.rest = new Task(loop, KIND, this);
    resume();
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int interest() {
    return Poller.IN;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public void dump(StringBuilder to) {
    to.append("listener ");
    to.append(handler instanceof Target target ? target.name() : "-");
    to.append(starved ? " starved" : " accepting").append(" batch=").append(batch);
  }

  @Override
  public void resume() {
    if (!watching && !closed) {
      watching = loop.poller().add(this);
      if (!watching) {
        starve("the poller can watch no more descriptors");
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pause();
      rest.free();
    }
  }

  /** The rest is over. */
  @Override
  public boolean run(int why) {
    resume();
    return true;
  }

  @Override
  public void failed(Throwable thrown) {
    rest.expireAt(loop.now() + REST_NANOS);
  }

  @Override
  public void onReady(int events) {
    // Asks for as many as usually come, so that no call is spent on hearing that there are no more.
    // After a shortage it must hear that, to know that the shortage is over.
    int most = starved ? options.maxAccept() : batch;
    // Where it rests, those who wait are not to be taken in and lost.
    for (int i = 0; i < most && watching; i++) {
      if (handler.isFull()) {
        pause();
        return;
      }
      int accepted = kernel.sockets().accept4(descriptor, ACCEPT_FLAGS);
      if (accepted >= 0) {
        take(accepted, kernel.sockets().address());
      } else if (!goOn(-accepted)) {
        batch = Math.max(1, i);
        return;
      }
    }
    batch = Math.min(batch + 1, options.maxAccept());
  }

  private void take(int accepted, @Nullable Address remote) {
    Connection connection;
    try {
      connection = handler.newConnection(loop);
    } catch (Throwable thrown) {
      loop.faults().report("accept", "the connection is closed", thrown);
      kernel.files().close(accepted);
      return;
    }
    SocketCtl ctl =
        SocketCtl.accepted(connection, kernel, accepted, remote, options.resetOnClose(), trace);
    connection.open(ctl);
    if (trace.on()) {
      trace.emit(
          TraceLevel.USER, TraceSource.CONNECTION, "accept", connection, null, null, accepted);
    }
    if (!loop.poller().add(ctl)) {
      connection.release();
      starve("the poller can watch no more descriptors");
      return;
    }
    if (!options.quickAck()) {
      kernel.sockets().setsockopt(accepted, Constants.IPPROTO_TCP, Constants.TCP_QUICKACK, 0);
    }
    try {
      handler.accepted(connection);
    } catch (Throwable thrown) {
      connection.broken("accept", thrown);
    }
  }

  /** An accept failed: whether another try now may succeed. */
  private boolean goOn(int errno) {
    switch (errno) {
      case Errno.EINTR, Errno.ECONNABORTED -> {
        return true;
      }
      case Errno.EAGAIN -> starved = false; // all who waited are in: the shortage is over
      case Errno.EMFILE -> starve("the process has no descriptor left (EMFILE); raise ulimit -n");
      case Errno.ENFILE -> starve("the system has no descriptor left (ENFILE); raise fs.file-max");
      // Were it to try again at once, a lasting error would keep the loop busy for ever.
      default -> starve("the system refused (" + Errno.name(errno) + ")");
    }
    return false;
  }

  private void starve(String reason) {
    if (trace.on()) {
      String where = "rest: " + reason;
      trace.emit(TraceLevel.ERROR, TraceSource.CONNECTION, where, null, null, null, descriptor);
    }
    pause();
    if (!starved) {
      starved = true;
      handler.starved(reason);
    }
    rest.expireAt(loop.now() + REST_NANOS);
  }

  private void pause() {
    if (watching) {
      watching = false;
      loop.poller().remove(this);
    }
  }
}
