package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Where a call leaves its errno: one per {@link Kernel}, read only after a failure.
 *
 * <p>Calls take raw addresses, which keep no memory alive, but each call keeps its state alive
 * until it returns. So what a call reads or writes comes from {@link #allocate}, or is used by its
 * owner after the call.
 */
final class CallState {
  private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
  private static final long ERRNO = LAYOUT.byteOffset(PathElement.groupElement("errno"));

  // An automatic arena costs no check and no counting per call; a shared one does.
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment memory = arena.allocate(LAYOUT);

  /** The first argument of the handle of every {@link NativeFunction}. */
  MemorySegment memory() {
    return memory;
  }

  /** Zeroed memory that lives as long as this and every call with it. */
  MemorySegment allocate(int bytes) {
    return arena.allocate(bytes, Long.BYTES);
  }

  int result(int returned) {
    return returned >= 0 ? returned : -memory.get(JAVA_INT, ERRNO);
  }

  long result(long returned) {
    return returned >= 0 ? returned : -memory.get(JAVA_INT, ERRNO);
  }
}
