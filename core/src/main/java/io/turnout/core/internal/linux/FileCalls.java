package io.turnout.core.internal.linux;

import static io.turnout.core.internal.linux.LibC.capturing;
import static io.turnout.core.internal.linux.LibC.variadic;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
  private static final MethodHandle CLOSE = capturing(JAVA_INT, "close", JAVA_INT);
  private static final MethodHandle READ =
      capturing(JAVA_LONG, "read", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle WRITE =
      capturing(JAVA_LONG, "write", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SPLICE =
      capturing(JAVA_LONG, "splice", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle PIPE2 = capturing(JAVA_INT, "pipe2", ADDRESS, JAVA_INT);
  private static final MethodHandle EVENTFD = capturing(JAVA_INT, "eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle FCNTL =
      variadic(2, JAVA_INT, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle UNLINK = capturing(JAVA_INT, "unlink", ADDRESS);
  private static final MethodHandle CHMOD = capturing(JAVA_INT, "chmod", ADDRESS, JAVA_INT);
  private static final MethodHandle CHOWN =
      capturing(JAVA_INT, "chown", ADDRESS, JAVA_INT, JAVA_INT);

  private final CallState state;
  private final MemorySegment pair = Arena.ofAuto().allocate(JAVA_LONG);

  FileCalls(CallState state) {
    this.state = state;
  }

  /** Closes; whatever it answers, the descriptor is gone and must not be closed again. */
  public int close(int descriptor) {
    try {
      return state.result((int) CLOSE.invokeExact(state.memory(), descriptor));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Reads at most {@code length} bytes to the memory at the raw address {@code to}. */
  public long read(int descriptor, long to, long length) {
    try {
      return state.result((long) READ.invokeExact(state.memory(), descriptor, to, length));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Writes at most {@code length} bytes from the memory at the raw address {@code from}. */
  public long write(int descriptor, long from, long length) {
    try {
      return state.result((long) WRITE.invokeExact(state.memory(), descriptor, from, length));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /**
   * Moves at most {@code length} bytes between a pipe and a socket, in the kernel. One of the two
   * descriptors is a pipe's.
   */
  public long splice(int from, int to, long length, int flags) {
    try {
      return state.result(
          (long) SPLICE.invokeExact(state.memory(), from, 0L, to, 0L, length, flags));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** A new pipe, packed as {@link DescriptorPair} tells. */
  public long pipe2(int flags) {
    try {
      int answer = (int) PIPE2.invokeExact(state.memory(), pair, flags);
      return answer < 0 ? state.result(answer) : DescriptorPair.read(pair);
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** A new event counter. */
  public int eventfd(int initial, int flags) {
    try {
      return state.result((int) EVENTFD.invokeExact(state.memory(), initial, flags));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Asks or changes what a descriptor is: {@link Constants#F_SETPIPE_SZ} and others. */
  public int fcntl(int descriptor, int command, int argument) {
    try {
      return state.result((int) FCNTL.invokeExact(state.memory(), descriptor, command, argument));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Removes a file. */
  public int unlink(String path) {
    try (Arena arena = Arena.ofConfined()) {
      return state.result((int) UNLINK.invokeExact(state.memory(), arena.allocateFrom(path)));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Changes a file's permissions. */
  public int chmod(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return state.result((int) CHMOD.invokeExact(state.memory(), arena.allocateFrom(path), mode));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Changes a file's owner and group; -1 leaves one as it is. */
  public int chown(String path, int user, int group) {
    try (Arena arena = Arena.ofConfined()) {
      return state.result(
          (int) CHOWN.invokeExact(state.memory(), arena.allocateFrom(path), user, group));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }
}
