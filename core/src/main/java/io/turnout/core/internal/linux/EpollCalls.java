package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The calls of epoll(7), and the layout of its events.
 *
 * <p><b>Returns:</b> {@code >= 0} or the negated errno.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}.
 */
final class EpollCalls {
  private static final NativeFunction EPOLL_CREATE1 = NativeFunction.of("epoll_create1");
  private static final NativeFunction EPOLL_CTL = NativeFunction.of("epoll_ctl");
  private static final NativeFunction EPOLL_WAIT = NativeFunction.of("epoll_wait");

  // struct epoll_event: the events (32 bits), then 64 bits of the user's, packed on x86_64 only.
  private static final int KEY_OFFSET = Platform.X86_64 ? 4 : 8;
  private static final int EVENT_BYTES = KEY_OFFSET + Long.BYTES;

  private final CallState state;
  private final MemorySegment change;

  EpollCalls(CallState state) {
    this.state = state;
    change = events(1);
  }

  /** Memory for this many events, which lives as long as the state of the calls. */
  MemorySegment events(int count) {
    return state.allocate(count * EVENT_BYTES);
  }

  static int eventsAt(MemorySegment events, int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
  }

  static long keyAt(MemorySegment events, int index) {
    return events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + KEY_OFFSET);
  }

  int create() {
    return EPOLL_CREATE1.call(state, Constants.EPOLL_CLOEXEC, 0, 0, 0, 0, 0);
  }

  /**
   * Changes what is watched.
   *
   * @param key comes back with each event of this descriptor
   */
  int control(int epoll, int operation, int descriptor, int events, long key) {
    change.set(JAVA_INT_UNALIGNED, 0, events);
    change.set(JAVA_LONG_UNALIGNED, KEY_OFFSET, key);
    return EPOLL_CTL.call(state, epoll, operation, descriptor, change.address(), 0, 0);
  }

  /** Waits; how many events were written. {@code timeoutMillis} as {@link PollCalls#millis}. */
  int await(int epoll, MemorySegment events, int capacity, int timeoutMillis) {
    return EPOLL_WAIT.call(state, epoll, events.address(), capacity, timeoutMillis, 0, 0);
  }
}
