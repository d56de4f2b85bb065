package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.turnout.core.loop.UnsupportedPlatformException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Makes the handles of C functions. Each is kept in a {@code static final} field, so that the JIT
 * compiles the call in place.
 */
final class LibC {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private LibC() {}

  /** A function that tells why it failed by errno: its handle takes {@link CallState#memory}. */
  @SuppressWarnings("restricted")
  static MethodHandle capturing(MemoryLayout result, String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /** The same for a function with variable arguments, of which {@code fixed} are not. */
  @SuppressWarnings("restricted")
  static MethodHandle variadic(
      int fixed, MemoryLayout result, String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        symbol(name),
        FunctionDescriptor.of(result, arguments),
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  /** A function whose errno nobody asks for; the handle may be used by any thread. */
  @SuppressWarnings("restricted")
  static MethodHandle plain(MemoryLayout result, String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
  }

  /** Makes one handle and drops it: fails if native access is denied. */
  static void probe() {
    capturing(JAVA_INT, "close", JAVA_INT);
  }

  /** What a handle threw, which no C function does by itself: a bug, or an error of the JVM. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException bug ? bug : new IllegalStateException(thrown);
  }

  private static MemorySegment symbol(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(
            () -> new UnsupportedPlatformException("platform: the C library has no " + name));
  }
}
