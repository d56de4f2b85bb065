package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnout.core.loop.UnsupportedPlatformException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * A function of the C library that takes up to six integers or addresses and tells by errno why it
 * failed.
 *
 * <p>All have one shape at the machine's level, six 64-bit arguments and a 64-bit result, because
 * linking is what a start spends most on and the linker does it once per shape. What a function
 * does not take is passed as 0. The calling conventions of both platforms (System V for x86_64,
 * AAPCS64) allow that for functions without variable arguments: the first six integers travel in
 * registers that belong to the callee, which ignores those it has no parameter for, and of a
 * register that carries a 32-bit parameter, the upper half. In the same way the upper half of a
 * 32-bit result means nothing, so it is cut off.
 *
 * <p>Keep each in a {@code static final} field. The JIT trusts the fields of a record, so it then
 * knows the handle and compiles the call in place.
 *
 * @param handle takes {@link CallState#memory}, then the six arguments
 */
record NativeFunction(MethodHandle handle) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** Links the function of this name. */
  static NativeFunction of(String name) {
    return link(name, ERRNO);
  }

  /** The same for a function with variable arguments, of which {@code fixed} are not. */
  static NativeFunction variadic(String name, int fixed) {
    return link(name, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  @SuppressWarnings("restricted")
  private static NativeFunction link(String name, Linker.Option... options) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(
                () -> new UnsupportedPlatformException("platform: the C library has no " + name));
    return new NativeFunction(LINKER.downcallHandle(symbol, SHAPE, options));
  }

  /** Calls a function that returns an {@code int}: {@code >= 0} or the negated errno. */
  int call(CallState state, long a, long b, long c, long d, long e, long f) {
    return state.result((int) invoke(state, a, b, c, d, e, f));
  }

  /** Calls a function that returns a {@code ssize_t}: {@code >= 0} or the negated errno. */
  long callLong(CallState state, long a, long b, long c, long d, long e, long f) {
    return state.result(invoke(state, a, b, c, d, e, f));
  }

  private long invoke(CallState state, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) handle.invokeExact(state.memory(), a, b, c, d, e, f);
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    } finally {
      Reference.reachabilityFence(state);
    }
  }

  /**
   * What nothing declares to throw, in a form that can be thrown: a bug, or an error of the JVM.
   */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException bug ? bug : new IllegalStateException(thrown);
  }
}
