package io.turnout.core.net;

import static io.turnout.core.net.SocketReadiness.ERROR;
import static io.turnout.core.net.SocketReadiness.HUNG_UP;
import static io.turnout.core.net.SocketReadiness.MORE_BEHIND;
import static io.turnout.core.net.SocketReadiness.NAGLE;
import static io.turnout.core.net.SocketReadiness.NAGLE_HOLDS;
import static io.turnout.core.net.SocketReadiness.RECV_READY;
import static io.turnout.core.net.SocketReadiness.RESET_ON_CLOSE;
import static io.turnout.core.net.SocketReadiness.SEND_READY;
import static io.turnout.core.net.SocketReadiness.STOPS_SHORT;
import static io.turnout.core.net.SocketReadiness.URGENT;

import io.turnout.core.address.Address;
import io.turnout.core.address.Addresses;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.Pipe;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.CtlOps;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.Errno;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.loop.Pollable;
import io.turnout.core.loop.Poller;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the system, TCP or UNIX.
 *
 * <p>It remembers what the poller told, and tries a system call only while that promises something:
 *
 * <pre>
 *   unknown ──onReady──▶ ready ──short read or write, EAGAIN──▶ not ready ──onReady──▶ ready
 * </pre>
 */
final class SocketCtl implements CtlOps, Pollable {
  /** So many bytes fit into one segment on any path. */
  private static final int SMALL_WRITE = 1024;

  /** Reads of one {@link #drain} at most; more than a UNIX socket's usual buffer holds. */
  private static final int DRAIN_READS = 16;

  private static final int SEND_FLAGS = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;
  private static final int SPLICE_FLAGS = Constants.SPLICE_F_MOVE | Constants.SPLICE_F_NONBLOCK;

  private final Connection connection;
  private final Kernel kernel;
  private final int descriptor;
  private final @Nullable Address remote;
  private final TraceSource trace;
  private int state;
  private long bytesReceived;
  private long bytesSent;
  private @Nullable WaitEvent waiter;

  private SocketCtl(
      Connection connection,
      Kernel kernel,
      int descriptor,
      @Nullable Address remote,
      int state,
      TraceSource trace) {
    this.connection = connection;
    this.kernel = kernel;
    this.descriptor = descriptor;
    this.remote = remote;
    this.state = state;
    this.trace = trace;
  }

  /**
   * A socket that was accepted: it can be written, and the poller will tell when it can be read.
   */
  static SocketCtl accepted(
      Connection connection,
      Kernel kernel,
      int descriptor,
      @Nullable Address remote,
      boolean resetOnClose,
      TraceSource trace) {
    int state = SEND_READY | (resetOnClose ? RESET_ON_CLOSE : 0);
    if (!isTcp(remote)) {
      state |= STOPS_SHORT;
    }
    return new SocketCtl(connection, kernel, descriptor, remote, state, trace);
  }

  /** A socket that connects; a reset at close spares the system its TIME_WAIT. */
  static SocketCtl connecting(
      Connection connection, Kernel kernel, int descriptor, Address remote, TraceSource trace) {
    int state = isTcp(remote) ? RESET_ON_CLOSE | NAGLE : STOPS_SHORT;
    return new SocketCtl(connection, kernel, descriptor, remote, state, trace);
  }

  /** {@code connect} succeeded at once. */
  void connected() {
    state |= SEND_READY;
    connection.prove();
  }

  @Override
  public String name() {
    return switch (remote) {
      case Ip4Address _ -> "tcpv4";
      case Ip6Address _ -> "tcpv6";
      case UnixAddress _ -> "unix_stream";
      case null, default -> "socket";
    };
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public int interest() {
    WaitEvent waiting = waiter;
    int events = connection.any(ConnFlags.WAIT_L4) ? Poller.OUT : 0;
    if (waiting != null) {
      events |= waiting.waits(WaitEvent.RETRY_RECV) ? Poller.IN : 0;
      events |= waiting.waits(WaitEvent.RETRY_SEND) ? Poller.OUT : 0;
    }
    return events;
  }

  @Override
  public void onReady(int events) {
    int before = connection.flags();
    state |= SocketReadiness.of(events);
    if (trace.on()) {
      tell(TraceLevel.STATE, TraceSource.CONNECTION, "onReady", events);
    }
    boolean connecting = connection.any(ConnFlags.WAIT_L4);
    if (connecting) {
      proveOrFail(events);
    }
    WaitEvent waiting = waiter;
    boolean told = false;
    if (waiting != null) {
      int due = (before ^ connection.flags()) & ConnFlags.ERROR;
      int deliverable = due != 0 ? waiting.events() : ready() & waiting.events();
      told = deliverable != 0;
      waiter = waiting.deliver(deliverable);
    }
    connection.notifyMux(before, connecting && !told && !connection.any(ConnFlags.WAIT_L4));
  }

  @Override
  public int recv(long address, int length) {
    while (true) {
      long count = kernel.sockets().recv(descriptor, address, length, Constants.MSG_DONTWAIT);
      if (trace.on()) {
        tell(TraceLevel.DATA, TraceSource.RX, "recv", count);
      }
      if (count > 0) {
        bytesReceived += count;
        connection.prove();
        if (count < length && (state & MORE_BEHIND) == 0) {
          state &= ~RECV_READY;
        }
        return (int) count;
      }
      if (count == 0) {
        readEnd();
        return 0;
      }
      if (count != -Errno.EINTR) {
        readFailed((int) -count);
        return 0;
      }
    }
  }

  @Override
  public int peek(long address, int length) {
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_PEEK;
    while (true) {
      long count = kernel.sockets().recv(descriptor, address, length, flags);
      if (trace.on()) {
        tell(TraceLevel.DATA, TraceSource.RX, "peek", count);
      }
      if (count > 0) {
        connection.prove();
        return (int) count;
      }
      if (count == 0) {
        readEnd();
        return 0;
      }
      if (count != -Errno.EINTR) {
        readFailed((int) -count);
        return 0;
      }
    }
  }

  @Override
  public int send(long address, int length, int flags) {
    int options = (flags & MORE) != 0 ? SEND_FLAGS | Constants.MSG_MORE : SEND_FLAGS;
    if ((state & NAGLE) != 0) {
      beforeWrite(length);
    }
    while (true) {
      long count = kernel.sockets().send(descriptor, address, length, options);
      if (trace.on()) {
        tell(TraceLevel.DATA, TraceSource.TX, "send", count);
      }
      if (count >= 0) {
        sent((int) count, length);
        return (int) count;
      }
      if (count != -Errno.EINTR) {
        writeFailed((int) -count);
        return 0;
      }
    }
  }

  @Override
  public int recvPipe(Pipe into, int max) {
    long count = kernel.files().splice(descriptor, into.writeDescriptor(), max, SPLICE_FLAGS);
    if (trace.on()) {
      tell(TraceLevel.DATA, TraceSource.RX, "recvPipe", count);
    }
    if (count > 0) {
      bytesReceived += count;
      connection.prove();
      into.added((int) count);
      return (int) count;
    }
    if (count == 0) {
      readEnd();
      return 0;
    }
    switch ((int) -count) {
      case Errno.EAGAIN -> {
        // With bytes in the pipe it may be the pipe that is full, so nothing is known of the
        // socket.
        if (into.isEmpty()) {
          if ((state & URGENT) != 0) {
            // Unlike a read, a splice never gets past an urgent byte:
            // SocketCtlTest.urgentByteEndsSplicing.
            return -1;
          }
          state &= ~RECV_READY;
        }
      }
      case Errno.EINTR -> {}
      case Errno.EINVAL, Errno.ENOSYS, Errno.EBADF -> {
        return -1;
      }
      default -> readFailed((int) -count);
    }
    return 0;
  }

  @Override
  public int sendPipe(Pipe from) {
    int length = from.length();
    if ((state & NAGLE) != 0) {
      beforeWrite(length);
    }
    long count = kernel.files().splice(from.readDescriptor(), descriptor, length, SPLICE_FLAGS);
    if (trace.on()) {
      tell(TraceLevel.DATA, TraceSource.TX, "sendPipe", count);
    }
    if (count >= 0) {
      from.removed((int) count);
      sent((int) count, length);
      return (int) count;
    }
    if (count != -Errno.EINTR) {
      writeFailed((int) -count);
    }
    return 0;
  }

  @Override
  public boolean mayRecv() {
    return (state & RECV_READY) != 0;
  }

  @Override
  public boolean isFailing() {
    return (state & ERROR) != 0;
  }

  @Override
  public boolean maySend() {
    return (state & SEND_READY) != 0;
  }

  @Override
  public void subscribe(int events, WaitEvent subscriber) {
    int now = ready() & events;
    if (now != 0) {
      subscriber.tasklet().wake(Tasklet.WOKEN_IO);
    }
    int later = events & ~now;
    if (later != 0) {
      waiter = subscriber.record(waiter, later);
    }
  }

  @Override
  public void unsubscribe(int events, WaitEvent subscriber) {
    waiter = subscriber.drop(waiter, events);
  }

  @Override
  public void shutWrite() {
    if (trace.on()) {
      tell(TraceLevel.PROTO, TraceSource.CONNECTION, "shutWrite", 0);
    }
    kernel.sockets().shutdown(descriptor, Constants.SHUT_WR);
  }

  @Override
  public void resetOnClose() {
    state |= RESET_ON_CLOSE;
  }

  @Override
  public void orderlyClose() {
    state &= ~RESET_ON_CLOSE;
  }

  @Override
  public boolean drain() {
    if ((state & (HUNG_UP | ERROR)) != 0) {
      // Both sides have ended: a reset would only destroy what is still on its way.
      state &= ~RESET_ON_CLOSE;
      return true;
    }
    // A peer that never stops must not keep the loop.
    for (int reads = 0; reads < DRAIN_READS && mayRecv(); reads++) {
      if (isTcp(remote) ? dropUncopied() : dropCopied()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    if (trace.on()) {
      tell(TraceLevel.USER, TraceSource.CONNECTION, "close", 0);
    }
    connection.loop().poller().remove(this);
    if ((state & RESET_ON_CLOSE) != 0) {
      kernel.sockets().setLinger(descriptor, 0);
    }
    kernel.files().close(descriptor);
    // Last, as it may throw. SocketCtlTest.subscriberThatIsGoneCostsNoDescriptor
    WaitEvent waiting = waiter;
    if (waiting != null) {
      waiter = waiting.deliver(waiting.events());
    }
  }

  @Override
  public long bytesReceived() {
    return bytesReceived;
  }

  @Override
  public long bytesSent() {
    return bytesSent;
  }

  @Override
  public @Nullable Address remoteAddress() {
    return remote;
  }

  @Override
  public @Nullable Address localAddress() {
    return kernel.sockets().getsockname(descriptor) < 0 ? null : kernel.sockets().address();
  }

  @Override
  public void describe(StringBuilder to) {
    to.append(name()).append(" fd=").append(descriptor);
    if (remote != null) {
      to.append(" peer=").append(Addresses.text(remote));
    }
    to.append(' ');
    SocketReadiness.describe(state, to);
    if (waiter != null) {
      to.append(" sub=");
      waiter.describe(to);
    }
  }

  @Override
  public void dump(StringBuilder to) {
    connection.describe(to);
    to.append(" in=").append(bytesReceived).append(" out=").append(bytesSent);
  }

  private void tell(TraceLevel level, int group, String where, long number) {
    trace.emit(level, group, where, connection, null, null, number);
  }

  /** What may be tried now, as wait event bits: {@code RECV_READY} and the other are the same. */
  private int ready() {
    return state & (RECV_READY | SEND_READY);
  }

  /** The poller spoke of a socket that was not known to be connected. */
  private void proveOrFail(int events) {
    if ((events & Poller.ERR) != 0) {
      int errno = kernel.sockets().getsockopt(descriptor, Constants.SOL_SOCKET, Constants.SO_ERROR);
      state &= ~RESET_ON_CLOSE;
      connection.fail(errno > 0 ? SocketErrors.ofConnecting(errno) : ConnError.POLLERR);
      failed("connect", errno);
    } else if ((events & (Poller.IN | Poller.OUT)) != 0) {
      connection.prove();
    }
  }

  private void readEnd() {
    connection.readEnd();
    if ((state & ERROR) != 0) {
      connection.fail(ConnError.SOCK_ERR);
    }
  }

  private void readFailed(int errno) {
    if (errno == Errno.EAGAIN || errno == Errno.ENOTCONN) {
      state &= ~(RECV_READY | URGENT);
    } else {
      connection.fail(SocketErrors.of(errno));
      failed("recv", errno);
    }
  }

  private void failed(String where, int errno) {
    if (trace.on()) {
      tell(TraceLevel.ERROR, TraceSource.CONNECTION, where + " " + Errno.name(errno), errno);
    }
  }

  private void beforeWrite(int length) {
    if ((state & NAGLE_HOLDS) != 0 || length > SMALL_WRITE) {
      kernel.sockets().setsockopt(descriptor, Constants.IPPROTO_TCP, Constants.TCP_NODELAY, 1);
      state &= ~(NAGLE | NAGLE_HOLDS);
    } else {
      state |= NAGLE_HOLDS;
    }
  }

  private void sent(int count, int wanted) {
    if (count > 0) {
      connection.prove();
      bytesSent += count;
    }
    if (count < wanted) {
      state &= ~SEND_READY;
    }
  }

  private void writeFailed(int errno) {
    if (errno == Errno.EAGAIN || errno == Errno.ENOTCONN || errno == Errno.EINPROGRESS) {
      state &= ~SEND_READY;
    } else {
      connection.failWrite(SocketErrors.of(errno));
      failed("send", errno);
    }
  }

  /** TCP drops all that is there without a look at the memory, however much it is. */
  private boolean dropUncopied() {
    int flags = Constants.MSG_DONTWAIT | Constants.MSG_TRUNC;
    return dropped(kernel.sockets().recv(descriptor, 0, Integer.MAX_VALUE, flags));
  }

  private boolean dropCopied() {
    Buffer trash = connection.loop().buffers().take();
    if (trash == null) {
      return false;
    }
    long count =
        kernel
            .sockets()
            .recv(descriptor, trash.headAddress(), trash.capacity(), Constants.MSG_DONTWAIT);
    connection.loop().buffers().give(trash);
    return dropped(count);
  }

  /** What an attempt to drop answered: whether reading is over. */
  private boolean dropped(long count) {
    if (count == -Errno.EAGAIN) {
      state &= ~RECV_READY;
    }
    if (count == 0) {
      state &= ~RESET_ON_CLOSE;
    }
    return count == 0 || count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR;
  }

  private static boolean isTcp(@Nullable Address remote) {
    return remote instanceof Ip4Address || remote instanceof Ip6Address;
  }
}
