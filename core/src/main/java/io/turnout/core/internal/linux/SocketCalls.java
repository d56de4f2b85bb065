package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

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
  private static final NativeFunction SOCKET = NativeFunction.of("socket");
  private static final NativeFunction SOCKETPAIR = NativeFunction.of("socketpair");
  private static final NativeFunction BIND = NativeFunction.of("bind");
  private static final NativeFunction CONNECT = NativeFunction.of("connect");
  private static final NativeFunction LISTEN = NativeFunction.of("listen");
  private static final NativeFunction ACCEPT4 = NativeFunction.of("accept4");
  private static final NativeFunction GETSOCKNAME = NativeFunction.of("getsockname");
  private static final NativeFunction GETPEERNAME = NativeFunction.of("getpeername");
  private static final NativeFunction SHUTDOWN = NativeFunction.of("shutdown");
  private static final NativeFunction SETSOCKOPT = NativeFunction.of("setsockopt");
  private static final NativeFunction GETSOCKOPT = NativeFunction.of("getsockopt");
  // Called for every chunk: the handle itself is the constant, so that the JIT cannot fail to see
  // it.
  private static final MethodHandle RECV = NativeFunction.of("recv").handle();
  private static final MethodHandle SEND = NativeFunction.of("send").handle();
  private static final NativeFunction SENDTO = NativeFunction.of("sendto");

  private final CallState state;
  private final MemorySegment address;
  private final MemorySegment addressLength;
  private final MemorySegment option;
  private final MemorySegment optionLength;

  SocketCalls(CallState state) {
    this.state = state;
    address = state.allocate(SockAddr.CAPACITY_BYTES);
    addressLength = state.allocate(Integer.BYTES);
    option = state.allocate(Long.BYTES);
    optionLength = state.allocate(Integer.BYTES);
  }

  /** The family of the socket that this address needs: {@link Constants#AF_INET} and others. */
  public static int family(Address address) {
    return SockAddr.family(address);
  }

  /** Opens a socket; {@code type} may include {@link Constants#SOCK_NONBLOCK} and CLOEXEC. */
  public int socket(int family, int type, int protocol) {
    return SOCKET.call(state, family, type, protocol, 0, 0, 0);
  }

  /** Two connected UNIX sockets, packed as {@link DescriptorPair} tells. */
  public long socketpair(int type) {
    int answer = SOCKETPAIR.call(state, Constants.AF_UNIX, type, 0, option.address(), 0, 0);
    return answer < 0 ? answer : DescriptorPair.read(option);
  }

  /** Gives the socket its local address; {@code -ENAMETOOLONG} if a path has 108 bytes or more. */
  public int bind(int descriptor, Address local) {
    int length = SockAddr.encode(local, address);
    if (length < 0) {
      return length;
    }
    return BIND.call(state, descriptor, address.address(), length, 0, 0, 0);
  }

  /** Begins to connect: {@code -EINPROGRESS} is the usual answer of a non-blocking socket. */
  public int connect(int descriptor, Address remote) {
    int length = SockAddr.encode(remote, address);
    if (length < 0) {
      return length;
    }
    return CONNECT.call(state, descriptor, address.address(), length, 0, 0, 0);
  }

  /** Makes the socket a listening one. */
  public int listen(int descriptor, int backlog) {
    return LISTEN.call(state, descriptor, backlog, 0, 0, 0, 0);
  }

  /** Takes a connection: its descriptor; {@link #address()} is then the peer's. */
  public int accept4(int listener, int flags) {
    addressLength.set(JAVA_INT, 0, SockAddr.CAPACITY_BYTES);
    return ACCEPT4.call(state, listener, address.address(), addressLength.address(), flags, 0, 0);
  }

  /** Asks for the local address, which {@link #address()} then is. */
  public int getsockname(int descriptor) {
    addressLength.set(JAVA_INT, 0, SockAddr.CAPACITY_BYTES);
    return GETSOCKNAME.call(state, descriptor, address.address(), addressLength.address(), 0, 0, 0);
  }

  /** Asks for the remote address, which {@link #address()} then is. */
  public int getpeername(int descriptor) {
    addressLength.set(JAVA_INT, 0, SockAddr.CAPACITY_BYTES);
    return GETPEERNAME.call(state, descriptor, address.address(), addressLength.address(), 0, 0, 0);
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
    return SHUTDOWN.call(state, descriptor, how, 0, 0, 0, 0);
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
    return SETSOCKOPT.call(state, descriptor, level, name, value.address(), length, 0);
  }

  /** The value of an {@code int} option which is never negative, such as {@code SO_ERROR}. */
  public int getsockopt(int descriptor, int level, int name) {
    optionLength.set(JAVA_INT, 0, Integer.BYTES);
    int answer =
        GETSOCKOPT.call(
            state, descriptor, level, name, option.address(), optionLength.address(), 0);
    return answer < 0 ? answer : option.get(JAVA_INT, 0);
  }

  /**
   * Receives at most {@code length} bytes to the memory at {@code to}.
   *
   * @param to a raw address, so that no object is needed per call; the memory is the caller's
   * @param flags {@link Constants#MSG_DONTWAIT} at least
   */
  public long recv(int descriptor, long to, long length, int flags) {
    try {
      return state.result(
          (long)
              RECV.invokeExact(
                  state.memory(), (long) descriptor, to, length, (long) flags, 0L, 0L));
    } catch (Throwable thrown) {
      throw NativeFunction.unexpected(thrown);
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
      return state.result(
          (long)
              SEND.invokeExact(
                  state.memory(), (long) descriptor, from, length, (long) flags, 0L, 0L));
    } catch (Throwable thrown) {
      throw NativeFunction.unexpected(thrown);
    }
  }

  /** Sends one datagram; the parameters are as for {@link #send}. */
  public long sendto(int descriptor, long from, long length, int flags, Address remote) {
    int addressBytes = SockAddr.encode(remote, address);
    if (addressBytes < 0) {
      return addressBytes;
    }
    return SENDTO.callLong(state, descriptor, from, length, flags, address.address(), addressBytes);
  }
}
