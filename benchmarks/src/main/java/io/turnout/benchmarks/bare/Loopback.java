package io.turnout.benchmarks.bare;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Sockets and addresses on 127.0.0.1. */
final class Loopback {
  static final int ADDRESS_BYTES = 16;

  private static final int AF_INET = 2;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_LINGER = 13;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int BACKLOG = 4096;
  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt HOST = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_INT, 1);
  private static final MemorySegment AT_ONCE = Arena.global().allocateFrom(JAVA_INT, 1, 0);

  private Loopback() {}

  static MemorySegment address(int port) {
    MemorySegment address = Arena.global().allocate(ADDRESS_BYTES, 8);
    address.set(JAVA_SHORT, 0, (short) AF_INET);
    address.set(PORT, 2, (short) port);
    address.set(HOST, 4, 0x7f000001);
    return address;
  }

  static int stream() {
    return Kernel.socket(AF_INET, SOCK_STREAM | Kernel.O_NONBLOCK | Kernel.O_CLOEXEC);
  }

  /** A listener whose accepted sockets inherit TCP_NODELAY, which saves a call for each. */
  static int listener(int port) {
    int fd = Failure.unlessDone("socket", stream());
    set(fd, SOL_SOCKET, SO_REUSEADDR);
    noDelay(fd);
    MemorySegment address = address(port);
    Failure.unlessDone("bind to port " + port, Kernel.bind(fd, address.address(), ADDRESS_BYTES));
    Failure.unlessDone("listen", Kernel.listen(fd, BACKLOG));
    return fd;
  }

  static int port(int fd) {
    MemorySegment address = address(0);
    MemorySegment length = Arena.global().allocateFrom(JAVA_INT, ADDRESS_BYTES);
    Failure.unlessDone("getsockname", Kernel.getsockname(fd, address.address(), length.address()));
    return Short.toUnsignedInt(address.get(PORT, 2));
  }

  static void noDelay(int fd) {
    set(fd, IPPROTO_TCP, TCP_NODELAY);
  }

  /** The next close of this socket sends a reset. */
  static void resetOnClose(int fd) {
    Kernel.setsockopt(fd, SOL_SOCKET, SO_LINGER, AT_ONCE.address(), 2 * Integer.BYTES);
  }

  private static void set(int fd, int level, int option) {
    Kernel.setsockopt(fd, level, option, ONE.address(), Integer.BYTES);
  }
}
