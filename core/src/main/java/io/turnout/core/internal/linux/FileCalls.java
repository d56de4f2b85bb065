package io.turnout.core.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls on any descriptor, on pipes and on the files of UNIX sockets.
 *
 * <p><b>Returns:</b> {@code >= 0} or the negated errno.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}.
 */
public final class FileCalls {
  private static final NativeFunction CLOSE = NativeFunction.of("close");
  private static final NativeFunction READ = NativeFunction.of("read");
  private static final NativeFunction WRITE = NativeFunction.of("write");
  // Called for every chunk: the handle itself is the constant, so that the JIT cannot fail to see
  // it.
  private static final MethodHandle SPLICE = NativeFunction.of("splice").handle();
  private static final NativeFunction PIPE2 = NativeFunction.of("pipe2");
  private static final NativeFunction EVENTFD = NativeFunction.of("eventfd");
  private static final NativeFunction UNLINK = NativeFunction.of("unlink");
  private static final NativeFunction CHMOD = NativeFunction.of("chmod");
  private static final NativeFunction CHOWN = NativeFunction.of("chown");

  /** Of another shape, and so linked only where it is needed. */
  private static final class Variadic {
    static final NativeFunction FCNTL = NativeFunction.variadic("fcntl", 2);
  }

  private final CallState state;
  private final MemorySegment pair;

  FileCalls(CallState state) {
    this.state = state;
    pair = state.allocate(Long.BYTES);
  }

  /** Closes; whatever it answers, the descriptor is gone and must not be closed again. */
  public int close(int descriptor) {
    return CLOSE.call(state, descriptor, 0, 0, 0, 0, 0);
  }

  /** Reads at most {@code length} bytes to the memory at the raw address {@code to}. */
  public long read(int descriptor, long to, long length) {
    return READ.callLong(state, descriptor, to, length, 0, 0, 0);
  }

  /** Writes at most {@code length} bytes from the memory at the raw address {@code from}. */
  public long write(int descriptor, long from, long length) {
    return WRITE.callLong(state, descriptor, from, length, 0, 0, 0);
  }

  /**
   * Moves at most {@code length} bytes between a pipe and a socket, in the kernel. One of the two
   * descriptors is a pipe's.
   */
  public long splice(int from, int to, long length, int flags) {
    try {
      return state.result(
          (long)
              SPLICE.invokeExact(
                  state.memory(), (long) from, 0L, (long) to, 0L, length, (long) flags));
    } catch (Throwable thrown) {
      throw NativeFunction.unexpected(thrown);
    }
  }

  /** A new pipe, packed as {@link DescriptorPair} tells. */
  public long pipe2(int flags) {
    int answer = PIPE2.call(state, pair.address(), flags, 0, 0, 0, 0);
    return answer < 0 ? answer : DescriptorPair.read(pair);
  }

  /** A new event counter. */
  public int eventfd(int initial, int flags) {
    return EVENTFD.call(state, initial, flags, 0, 0, 0, 0);
  }

  /** Asks or changes what a descriptor is: {@link Constants#F_SETPIPE_SZ} and others. */
  public int fcntl(int descriptor, int command, int argument) {
    return Variadic.FCNTL.call(state, descriptor, command, argument, 0, 0, 0);
  }

  /** Removes a file. */
  public int unlink(String path) {
    try (Arena arena = Arena.ofConfined()) {
      return UNLINK.call(state, arena.allocateFrom(path).address(), 0, 0, 0, 0, 0);
    }
  }

  /** Changes a file's permissions. */
  public int chmod(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return CHMOD.call(state, arena.allocateFrom(path).address(), mode, 0, 0, 0, 0);
    }
  }

  /** Changes a file's owner and group; -1 leaves one as it is. */
  public int chown(String path, int user, int group) {
    try (Arena arena = Arena.ofConfined()) {
      return CHOWN.call(state, arena.allocateFrom(path).address(), user, group, 0, 0, 0);
    }
  }
}
