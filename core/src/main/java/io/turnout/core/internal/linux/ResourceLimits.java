package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * How many descriptors this process may have open.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}. For start-up.
 */
public final class ResourceLimits {
  private static final NativeFunction GETRLIMIT = NativeFunction.of("getrlimit");
  private static final NativeFunction SETRLIMIT = NativeFunction.of("setrlimit");

  private final CallState state;
  private final MemorySegment limits;

  /** For the thread of this kernel. */
  public ResourceLimits(Kernel kernel) {
    this.state = kernel.state();
    limits = state.allocate(2 * Long.BYTES);
  }

  /**
   * The limit in force and the one up to which it may be raised without privilege.
   *
   * @param soft in descriptors; {@code Long.MAX_VALUE} if there is none
   * @param hard likewise
   */
  public record Descriptors(long soft, long hard) {}

  /** What is in force now. */
  public Descriptors descriptors() {
    int answer = GETRLIMIT.call(state, Constants.RLIMIT_NOFILE, limits.address(), 0, 0, 0, 0);
    if (answer < 0) {
      throw new IllegalStateException("getrlimit(NOFILE) answered " + Errno.name(-answer));
    }
    return new Descriptors(known(limits.get(JAVA_LONG, 0)), known(limits.get(JAVA_LONG, 8)));
  }

  /** Changes both; 0 or the negated errno, {@code -EPERM} if {@code hard} was to be raised. */
  public int changeDescriptors(long soft, long hard) {
    limits.set(JAVA_LONG, 0, soft);
    limits.set(JAVA_LONG, 8, hard);
    return SETRLIMIT.call(state, Constants.RLIMIT_NOFILE, limits.address(), 0, 0, 0, 0);
  }

  // No limit is the greatest unsigned number.
  private static long known(long limit) {
    return limit < 0 ? Long.MAX_VALUE : limit;
  }
}
