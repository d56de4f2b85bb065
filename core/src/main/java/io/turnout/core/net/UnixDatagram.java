package io.turnout.core.net;

import io.turnout.core.address.UnixAddress;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.Errno;
import io.turnout.core.internal.linux.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sends datagrams to a UNIX socket, such as a local syslog's {@code /dev/log}. The path need not
 * exist yet: each datagram finds out.
 *
 * <p><b>Thread:</b> any; never waits.
 */
public final class UnixDatagram implements AutoCloseable {
  private static final int TYPE =
      Constants.SOCK_DGRAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC;
  private static final int FLAGS = Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL;

  private final Kernel kernel = new Kernel();
  private final UnixAddress remote;
  private final int descriptor;
  private MemorySegment memory = Arena.ofAuto().allocate(2048);
  private boolean closed;

  /**
   * Opens a socket.
   *
   * @throws NetworkException if the system refuses one
   */
  public UnixDatagram(String path) {
    remote = new UnixAddress(path, false);
    descriptor = kernel.sockets().socket(Constants.AF_UNIX, TYPE, 0);
    if (descriptor < 0) {
      throw new NetworkException(
          NetworkErrorCode.CANNOT_LOG.id()
              + " cannot open a datagram socket for "
              + path
              + ": "
              + Errno.message(-descriptor)
              + " ("
              + Errno.name(-descriptor)
              + ").");
    }
  }

  /**
   * Sends one datagram. Returns false if the receiver is not there, or takes none now, or this is
   * closed.
   */
  public synchronized boolean send(byte[] bytes, int offset, int length) {
    if (closed) {
      return false;
    }
    if (length > memory.byteSize()) {
      memory = Arena.ofAuto().allocate(length);
    }
    MemorySegment.copy(bytes, offset, memory, ValueLayout.JAVA_BYTE, 0, length);
    return kernel.sockets().sendto(descriptor, memory.address(), length, FLAGS, remote) >= 0;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      kernel.files().close(descriptor);
    }
  }
}
