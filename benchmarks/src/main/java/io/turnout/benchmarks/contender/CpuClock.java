package io.turnout.benchmarks.contender;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The kernel's CPU clock of another process: nanoseconds, user and system, of all its threads,
 * those that have ended too. The fields of /proc/PID/stat have ticks of 10 ms.
 */
final class CpuClock {
  private static final MethodHandle CLOCK_OF =
      call("clock_getcpuclockid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle TIME =
      call("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long pid;
  private final int clock;

  CpuClock(long pid) {
    this.pid = pid;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment id = arena.allocate(JAVA_INT);
      check((int) CLOCK_OF.invokeExact((int) pid, id.address()));
      clock = id.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("no CPU clock of process " + pid, e);
    }
  }

  long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      check((int) TIME.invokeExact(clock, time.address()));
      return time.getAtIndex(JAVA_LONG, 0) * NANOS_PER_SECOND + time.getAtIndex(JAVA_LONG, 1);
    } catch (Throwable e) {
      throw new IllegalStateException("process " + pid + " has ended", e);
    }
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("result " + result);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
  }
}
