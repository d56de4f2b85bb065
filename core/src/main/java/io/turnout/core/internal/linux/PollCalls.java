package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The call of poll(2), and the layout of its entries.
 *
 * <p><b>Returns:</b> {@code >= 0} or the negated errno.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}.
 */
final class PollCalls {
  private static final NativeFunction POLL = NativeFunction.of("poll");
  private static final long NANOS_PER_MILLI = 1_000_000;

  // struct pollfd: the descriptor (32 bits), the events asked for and those reported (16 each).
  private static final int ENTRY_BYTES = 8;
  private static final int ASKED_OFFSET = 4;
  private static final int REPORTED_OFFSET = 6;

  private final CallState state;

  PollCalls(CallState state) {
    this.state = state;
  }

  /** Memory for this many entries. */
  static MemorySegment entries(int count) {
    return Arena.ofAuto().allocate(bytes(count), Long.BYTES);
  }

  static long bytes(int count) {
    return (long) count * ENTRY_BYTES;
  }

  static void ask(MemorySegment entries, int index, int descriptor, int events) {
    long at = (long) index * ENTRY_BYTES;
    entries.set(JAVA_INT, at, descriptor);
    entries.set(JAVA_SHORT, at + ASKED_OFFSET, (short) events);
    entries.set(JAVA_SHORT, at + REPORTED_OFFSET, (short) 0);
  }

  static int reportedAt(MemorySegment entries, int index) {
    return entries.get(JAVA_SHORT, (long) index * ENTRY_BYTES + REPORTED_OFFSET);
  }

  /**
   * The system's form of a timeout: negative is without limit. Rounded up, since a timer that is
   * due in a part of a millisecond would be polled for many times over otherwise.
   */
  static int millis(long timeoutNanos) {
    if (timeoutNanos < 0) {
      return -1;
    }
    long millis = timeoutNanos / NANOS_PER_MILLI;
    return (int)
        Math.min(timeoutNanos % NANOS_PER_MILLI == 0 ? millis : millis + 1, Integer.MAX_VALUE);
  }

  /**
   * Waits; how many entries have something to report. The caller reads them afterwards, which is
   * what keeps their memory alive.
   */
  int await(MemorySegment entries, int count, int timeoutMillis) {
    return POLL.call(state, entries.address(), count, timeoutMillis, 0, 0, 0);
  }
}
