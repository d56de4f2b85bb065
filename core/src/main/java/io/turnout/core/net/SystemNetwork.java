package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.Errno;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.internal.linux.SocketCalls;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.UnsupportedPlatformException;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The system's sockets: TCP over IPv4 and IPv6, UNIX sockets, inherited descriptors. */
public final class SystemNetwork implements Network {
  private static final int TYPE =
      Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;

  /**
   * Each loop's system calls, by its index. Replaced whole, so that loops read it without a lock.
   */
  private volatile @Nullable Kernel[] kernels = new Kernel[0];

  private final TraceSource trace;

  /**
   * Sockets whose traces nobody asks for.
   *
   * @throws UnsupportedPlatformException if this machine's system is not one that Turnout runs on
   */
  public SystemNetwork() {
    this(new Traces());
  }

  /**
   * For the instance that has these traces, among which it has the source {@code ctl}.
   *
   * @throws UnsupportedPlatformException if this machine's system is not one that Turnout runs on
   */
  public SystemNetwork(Traces traces) {
    trace = traces.source("ctl", "sockets");
  }

  @Override
  public Listening listen(Address address, ListenOptions options) {
    Kernel kernel = new Kernel();
    int descriptor = new SocketBinder(kernel, address, options).open();
    Address bound =
        kernel.sockets().getsockname(descriptor) < 0 ? null : kernel.sockets().address();
    String file =
        address instanceof UnixAddress unix && !unix.abstractNamespace() ? unix.path() : null;
    return new SocketListening(
        this, kernel, descriptor, bound == null ? address : bound, options, file);
  }

  @Override
  public void connect(Connection connection, Address remote, ConnectOptions options) {
    Kernel kernel = kernelOf(connection.loop());
    int descriptor = kernel.sockets().socket(SocketCalls.family(remote), TYPE, 0);
    if (descriptor < 0) {
      connection.fail(SocketErrors.ofOpening(-descriptor));
      told(connection, descriptor);
      return;
    }
    if (!(remote instanceof UnixAddress)) {
      prepare(kernel.sockets(), descriptor, options);
    }
    SocketCtl ctl = SocketCtl.connecting(connection, kernel, descriptor, remote, trace);
    connection.set(ConnFlags.WAIT_L4);
    int answer = kernel.sockets().connect(descriptor, remote);
    if (answer == 0) {
      ctl.connected();
    } else if (answer != -Errno.EINPROGRESS && answer != -Errno.EINTR) {
      connection.fail(SocketErrors.ofConnecting(-answer));
    }
    if (connection.any(ConnFlags.ERROR)) {
      kernel.files().close(descriptor);
    } else if (connection.loop().poller().add(ctl)) {
      connection.open(ctl);
    } else {
      kernel.files().close(descriptor);
      connection.fail(ConnError.SYS_MEMLIM);
    }
    told(connection, answer);
  }

  private void told(Connection connection, int answer) {
    if (trace.on()) {
      TraceLevel level = connection.any(ConnFlags.ERROR) ? TraceLevel.ERROR : TraceLevel.USER;
      trace.emit(level, TraceSource.CONNECTION, "connect", connection, null, null, answer);
    }
  }

  TraceSource trace() {
    return trace;
  }

  private static void prepare(SocketCalls sockets, int descriptor, ConnectOptions options) {
    if (options.keepAlive()) {
      sockets.setsockopt(descriptor, Constants.SOL_SOCKET, Constants.SO_KEEPALIVE, 1);
    }
    if (options.delayAck()) {
      sockets.setsockopt(descriptor, Constants.IPPROTO_TCP, Constants.TCP_QUICKACK, 0);
    }
  }

  /** The system calls of a loop; that loop's thread only. */
  Kernel kernelOf(EventLoop loop) {
    @Nullable Kernel[] known = kernels;
    Kernel kernel = loop.index() < known.length ? known[loop.index()] : null;
    return kernel != null ? kernel : addKernel(loop.index());
  }

  private synchronized Kernel addKernel(int index) {
    Kernel[] grown = Arrays.copyOf(kernels, Math.max(kernels.length, index + 1));
    Kernel kernel = new Kernel();
    grown[index] = kernel;
    kernels = grown;
    return kernel;
  }
}
