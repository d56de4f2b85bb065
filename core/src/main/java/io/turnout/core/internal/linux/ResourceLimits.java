package io.turnout.core.internal.linux;

import static io.turnout.core.internal.linux.LibC.capturing;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How many descriptors this process may have open.
 *
 * <p><b>Thread:</b> that of the {@link Kernel}. For start-up.
 */
public final class ResourceLimits {
  private static final MethodHandle GETRLIMIT = capturing(JAVA_INT, "getrlimit", JAVA_INT, ADDRESS);
  private static final MethodHandle SETRLIMIT = capturing(JAVA_INT, "setrlimit", JAVA_INT, ADDRESS);

  private final CallState state;
  private final MemorySegment limits = Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES);

  /** For the thread of this kernel. */
  public ResourceLimits(Kernel kernel) {
    this.state = kernel.state();
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
    try {
      int answer = (int) GETRLIMIT.invokeExact(state.memory(), Constants.RLIMIT_NOFILE, limits);
      if (answer < 0) {
        int errno = -state.result(answer);
        throw new IllegalStateException("getrlimit(NOFILE) answered " + Errno.name(errno));
      }
      return new Descriptors(known(limits.get(JAVA_LONG, 0)), known(limits.get(JAVA_LONG, 8)));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  /** Changes both; 0 or the negated errno, {@code -EPERM} if {@code hard} was to be raised. */
  public int changeDescriptors(long soft, long hard) {
    limits.set(JAVA_LONG, 0, soft);
    limits.set(JAVA_LONG, 8, hard);
    try {
      return state.result(
          (int) SETRLIMIT.invokeExact(state.memory(), Constants.RLIMIT_NOFILE, limits));
    } catch (Throwable thrown) {
      throw LibC.unexpected(thrown);
    }
  }

  // No limit is the greatest unsigned number.
  private static long known(long limit) {
    return limit < 0 ? Long.MAX_VALUE : limit;
  }
}
