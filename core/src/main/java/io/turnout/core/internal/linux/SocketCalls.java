package io.turnout.core.internal.linux;

import static io.turnout.core.internal.linux.LibC.capturing;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnout.core.address.Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Calls on sockets.
 *
 * <p><b>Returns:</b> {@code >= 0} or the negated errno, in every method that does not say else.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}.
 */
public final class SocketCalls {
  private static final MethodHandle SOCKET =
      capturing(JAVA_INT, "socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SOCKETPAIR =
      capturing(JAVA_INT, "socketpair", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle BIND = capturing(JAVA_INT, "bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      capturing(JAVA_INT, "connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = capturing(JAVA_INT, "listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT4 =
      capturing(JAVA_INT, "accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      capturing(JAVA_INT, "getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETPEERNAME =
      capturing(JAVA_INT, "getpeername", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SHUTDOWN = capturing(JAVA_INT, "shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      capturing(JAVA_INT, "setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      capturing(JAVA_INT, "getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECV =
      capturing(JAVA_LONG, "recv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND =
      capturing(JAVA_LONG, "send", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SENDTO =
      capturing(JAVA_LONG, "sendto", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

  private final CallState state;
  private final MemorySegment address = Arena.ofAuto().allocate(SockAddr.CAPACITY_BYTES, 8);
  private final MemorySegment addressLength = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment option = Arena.ofAuto().allocate(JAVA_LONG);
  private final MemorySegment optionLength = Arena.ofAuto().allocate(JAVA_INT);

  SocketCalls(CallState state) {
    this.state = state;
  }

  /** The family of the socket that this address needs: {@link Constants#AF_INET} and others. */
  public static int family(Address address) {
    return SockAddr.family(address);
  }

  /** Opens a socket; {@code type} may include {@link Constants#SOCK_NONBLOCK} and CLOEXEC. */
  public int socket(int family, int type, int protocol) {
    try {
      return state.result((int) SOCKET.invokeExact(state.memory(), family, type, protocol));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Two connected UNIX sockets, packed as {@link DescriptorPair} tells. */
  public long socketpair(int type) {
    try {
      int answer = (int) SOCKETPAIR.invokeExact(state.memory(), Constants.AF_UNIX, type, 0, option);
      return answer < 0 ? state.result(answer) : DescriptorPair.read(option);
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Gives the socket its local address; {@code -ENAMETOOLONG} if a path has 108 bytes or more. */
  public int bind(int descriptor, Address local) {
    int length = SockAddr.encode(local, address);
    if (length < 0) {
      return length;
    }
    try {
      return state.result((int) BIND.invokeExact(state.memory(), descriptor, address, length));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Begins to connect: {@code -EINPROGRESS} is the usual answer of a non-blocking socket. */
  public int connect(int descriptor, Address remote) {
    int length = SockAddr.encode(remote, address);
    if (length < 0) {
      return length;
    }
    try {
      return state.result((int) CONNECT.invokeExact(state.memory(), descriptor, address, length));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Makes the socket a listening one. */
  public int listen(int descriptor, int backlog) {
    try {
      return state.result((int) LISTEN.invokeExact(state.memory(), descriptor, backlog));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Takes a connection: its descriptor; {@link #address()} is then the peer's. */
  public int accept4(int listener, int flags) {
    addressLength.set(JAVA_INT, 0, SockAddr.CAPACITY_BYTES);
    try {
      return state.result(
          (int) ACCEPT4.invokeExact(state.memory(), listener, address, addressLength, flags));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Asks for the local address, which {@link #address()} then is. */
  public int getsockname(int descriptor) {
    addressLength.set(JAVA_INT, 0, SockAddr.CAPACITY_BYTES);
    try {
      return state.result(
          (int) GETSOCKNAME.invokeExact(state.memory(), descriptor, address, addressLength));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Asks for the remote address, which {@link #address()} then is. */
  public int getpeername(int descriptor) {
    addressLength.set(JAVA_INT, 0, SockAddr.CAPACITY_BYTES);
    try {
      return state.result(
          (int) GETPEERNAME.invokeExact(state.memory(), descriptor, address, addressLength));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /**
   * What the last successful {@link #accept4}, {@link #getsockname} or {@link #getpeername} told;
   * null if it is of an unknown family. A new object each time. A UNIX socket without a name has an
   * empty path.
   */
  public @Nullable Address address() {
    return SockAddr.decode(address, addressLength.get(JAVA_INT, 0));
  }

  /** Shuts one direction or both: {@link Constants#SHUT_WR} and others. */
  public int shutdown(int descriptor, int how) {
    try {
      return state.result((int) SHUTDOWN.invokeExact(state.memory(), descriptor, how));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Sets an option whose value is an {@code int}. */
  public int setsockopt(int descriptor, int level, int name, int value) {
    option.set(JAVA_INT, 0, value);
    return setOption(descriptor, level, name, option, Integer.BYTES);
  }

  /** Sets an option whose value is text: a network interface, a congestion control. */
  public int setTextOption(int descriptor, int level, int name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(value);
      return setOption(descriptor, level, name, text, (int) text.byteSize());
    }
  }

  /** Makes {@code close} wait this long for unsent data; 0 makes it send RST at once. */
  public int setLinger(int descriptor, int seconds) {
    option.set(JAVA_INT, 0, 1);
    option.set(JAVA_INT, Integer.BYTES, seconds);
    return setOption(descriptor, Constants.SOL_SOCKET, Constants.SO_LINGER, option, Long.BYTES);
  }

  private int setOption(int descriptor, int level, int name, MemorySegment value, int length) {
    try {
      return state.result(
          (int) SETSOCKOPT.invokeExact(state.memory(), descriptor, level, name, value, length));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** The value of an {@code int} option which is never negative, such as {@code SO_ERROR}. */
  public int getsockopt(int descriptor, int level, int name) {
    optionLength.set(JAVA_INT, 0, Integer.BYTES);
    try {
      int answer =
          (int)
              GETSOCKOPT.invokeExact(state.memory(), descriptor, level, name, option, optionLength);
      return answer < 0 ? state.result(answer) : option.get(JAVA_INT, 0);
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /**
   * Receives at most {@code length} bytes to the memory at {@code to}.
   *
   * @param to a raw address, so that no object is needed per call; the memory is the caller's
   * @param flags {@link Constants#MSG_DONTWAIT} at least
   */
  public long recv(int descriptor, long to, long length, int flags) {
    try {
      return state.result((long) RECV.invokeExact(state.memory(), descriptor, to, length, flags));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /**
   * Sends at most {@code length} bytes from the memory at {@code from}.
   *
   * @param from a raw address; the memory is the caller's
   * @param flags {@link Constants#MSG_DONTWAIT} and {@link Constants#MSG_NOSIGNAL} at least
   */
  public long send(int descriptor, long from, long length, int flags) {
    try {
      return state.result((long) SEND.invokeExact(state.memory(), descriptor, from, length, flags));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Sends one datagram; the parameters are as for {@link #send}. */
  public long sendto(int descriptor, long from, long length, int flags, Address remote) {
    int addressBytes = SockAddr.encode(remote, address);
    if (addressBytes < 0) {
      return addressBytes;
    }
    try {
      return state.result(
          (long)
              SENDTO.invokeExact(
                  state.memory(), descriptor, from, length, flags, address, addressBytes));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }
}
