package io.turnout.benchmarks.bare;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The system calls of the bare loop. Each returns what the kernel returned, or {@code -errno};
 * pointers are plain addresses. Not for two threads at once: they would share the captured errno.
 */
public final class Kernel {
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EINPROGRESS = 115;
  public static final int MSG_MORE = 0x8000;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MemorySegment CAPTURED = Arena.global().allocate(CAPTURE);
  private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");
  private static final Linker.Option SHORT = Linker.Option.critical(false);
  private static final FunctionDescriptor INT_3 = ints(3);
  private static final FunctionDescriptor INT_ADDRESS_INT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor WAIT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

  private static final MethodHandle SOCKET = call("socket", INT_3, SHORT);
  private static final MethodHandle LISTEN = call("listen", ints(2), SHORT);
  private static final MethodHandle SHUTDOWN = call("shutdown", ints(2), SHORT);
  private static final MethodHandle CLOSE = call("close", ints(1), SHORT);
  private static final MethodHandle EPOLL_CREATE = call("epoll_create1", ints(1), SHORT);
  private static final MethodHandle BIND = call("bind", INT_ADDRESS_INT, SHORT);
  private static final MethodHandle CONNECT = call("connect", INT_ADDRESS_INT, SHORT);
  private static final MethodHandle RECV = call("recv", TRANSFER, SHORT);
  private static final MethodHandle SEND = call("send", TRANSFER, SHORT);
  private static final MethodHandle EPOLL_WAIT = call("epoll_wait", WAIT);
  private static final MethodHandle EPOLL_LOOK = call("epoll_wait", WAIT, SHORT);
  private static final MethodHandle ACCEPT =
      call(
          "accept4",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
          SHORT);
  private static final MethodHandle EPOLL_CTL =
      call(
          "epoll_ctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          SHORT);
  private static final MethodHandle SETSOCKOPT =
      call(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
          SHORT);
  private static final MethodHandle GETSOCKNAME =
      call("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), SHORT);
  private static final MethodHandle PIPE =
      call("pipe2", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT), SHORT);
  private static final MethodHandle FCNTL =
      call("fcntl", INT_3, SHORT, Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SPLICE =
      call(
          "splice",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
          SHORT);
  private static final MethodHandle SOCKETPAIR =
      call(
          "socketpair",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          SHORT);

  private Kernel() {}

  public static int socket(int family, int type) {
    try {
      return result((int) SOCKET.invokeExact(CAPTURED, family, type, 0));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int socketpair(int family, int type, long descriptors) {
    try {
      return result((int) SOCKETPAIR.invokeExact(CAPTURED, family, type, 0, descriptors));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int bind(int fd, long address, int addressBytes) {
    try {
      return result((int) BIND.invokeExact(CAPTURED, fd, address, addressBytes));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int getsockname(int fd, long address, long addressBytes) {
    try {
      return result((int) GETSOCKNAME.invokeExact(CAPTURED, fd, address, addressBytes));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int listen(int fd, int backlog) {
    try {
      return result((int) LISTEN.invokeExact(CAPTURED, fd, backlog));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  /** The peer's address is not asked for. */
  public static int accept(int listener, int flags) {
    try {
      return result((int) ACCEPT.invokeExact(CAPTURED, listener, 0L, 0L, flags));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int connect(int fd, long address, int addressBytes) {
    try {
      return result((int) CONNECT.invokeExact(CAPTURED, fd, address, addressBytes));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int setsockopt(int fd, int level, int option, long value, int valueBytes) {
    try {
      return result((int) SETSOCKOPT.invokeExact(CAPTURED, fd, level, option, value, valueBytes));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int recv(int fd, long to, int lengthBytes, int flags) {
    try {
      return (int) result((long) RECV.invokeExact(CAPTURED, fd, to, (long) lengthBytes, flags));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int send(int fd, long from, int lengthBytes, int flags) {
    try {
      return (int) result((long) SEND.invokeExact(CAPTURED, fd, from, (long) lengthBytes, flags));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int splice(int from, int to, int lengthBytes, int flags) {
    try {
      return (int)
          result((long) SPLICE.invokeExact(CAPTURED, from, 0L, to, 0L, (long) lengthBytes, flags));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int pipe(long descriptors, int flags) {
    try {
      return result((int) PIPE.invokeExact(CAPTURED, descriptors, flags));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int fcntl(int fd, int command, int argument) {
    try {
      return result((int) FCNTL.invokeExact(CAPTURED, fd, command, argument));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int shutdown(int fd, int how) {
    try {
      return result((int) SHUTDOWN.invokeExact(CAPTURED, fd, how));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int close(int fd) {
    try {
      return result((int) CLOSE.invokeExact(CAPTURED, fd));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int epollCreate() {
    try {
      return result((int) EPOLL_CREATE.invokeExact(CAPTURED, O_CLOEXEC));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int epollCtl(int epoll, int operation, int fd, long event) {
    try {
      return result((int) EPOLL_CTL.invokeExact(CAPTURED, epoll, operation, fd, event));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  public static int epollWait(int epoll, long events, int maximum) {
    try {
      return result((int) EPOLL_WAIT.invokeExact(CAPTURED, epoll, events, maximum, -1));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  /** As {@link #epollWait}, but returns at once. */
  public static int epollLook(int epoll, long events, int maximum) {
    try {
      return result((int) EPOLL_LOOK.invokeExact(CAPTURED, epoll, events, maximum, 0));
    } catch (Throwable impossible) {
      throw rethrown(impossible);
    }
  }

  private static int result(int returned) {
    return returned >= 0 ? returned : -(int) ERRNO.get(CAPTURED, 0L);
  }

  private static long result(long returned) {
    return returned >= 0 ? returned : -(int) ERRNO.get(CAPTURED, 0L);
  }

  private static AssertionError rethrown(Throwable impossible) {
    return new AssertionError(impossible);
  }

  private static FunctionDescriptor ints(int count) {
    MemoryLayout[] arguments = new MemoryLayout[count];
    Arrays.fill(arguments, JAVA_INT);
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... more) {
    Linker.Option[] options = Arrays.copyOf(more, more.length + 1);
    options[more.length] = KEEP_ERRNO;
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
  }
}
