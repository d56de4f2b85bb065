package io.turnout.core.internal.linux;

import static io.turnout.core.internal.linux.LibC.capturing;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of epoll(7), and the layout of its events.
 *
 * <p><b>Returns:</b> {@code >= 0} or the negated errno.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}.
 */
final class EpollCalls {
  private static final MethodHandle EPOLL_CREATE1 = capturing(JAVA_INT, "epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      capturing(JAVA_INT, "epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      capturing(JAVA_INT, "epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  // struct epoll_event: the events (32 bits), then 64 bits of the user's, packed on x86_64 only.
  private static final int KEY_OFFSET = Platform.X86_64 ? 4 : 8;
  private static final int EVENT_BYTES = KEY_OFFSET + Long.BYTES;

  private final CallState state;
  private final MemorySegment change = events(1);

  EpollCalls(CallState state) {
    this.state = state;
  }

  /** Memory for this many events. */
  static MemorySegment events(int count) {
    return Arena.ofAuto().allocate((long) count * EVENT_BYTES, Long.BYTES);
  }

  static int eventsAt(MemorySegment events, int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
  }

  static long keyAt(MemorySegment events, int index) {
    return events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + KEY_OFFSET);
  }

  int create() {
    try {
      return state.result((int) EPOLL_CREATE1.invokeExact(state.memory(), Constants.EPOLL_CLOEXEC));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /**
   * Changes what is watched.
   *
   * @param key comes back with each event of this descriptor
   */
  int control(int epoll, int operation, int descriptor, int events, long key) {
    change.set(JAVA_INT_UNALIGNED, 0, events);
    change.set(JAVA_LONG_UNALIGNED, KEY_OFFSET, key);
    try {
      return state.result(
          (int) EPOLL_CTL.invokeExact(state.memory(), epoll, operation, descriptor, change));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Waits; how many events were written. {@code timeoutMillis} as {@link PollCalls#millis}. */
  int await(int epoll, MemorySegment events, int capacity, int timeoutMillis) {
    try {
      return state.result(
          (int) EPOLL_WAIT.invokeExact(state.memory(), epoll, events, capacity, timeoutMillis));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }
}
