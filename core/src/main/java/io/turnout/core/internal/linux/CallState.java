package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** Where a call leaves its errno: one per {@link Kernel}, read only after a failure. */
final class CallState {
  private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
  private static final long ERRNO = LAYOUT.byteOffset(PathElement.groupElement("errno"));

  // An automatic arena costs no check and no counting per call; a shared one does.
  private final MemorySegment memory = Arena.ofAuto().allocate(LAYOUT);

  /** The first argument of every handle from {@link LibC#capturing}. */
  MemorySegment memory() {
    return memory;
  }

  int result(int returned) {
    return returned >= 0 ? returned : -memory.get(JAVA_INT, ERRNO);
  }

  long result(long returned) {
    return returned >= 0 ? returned : -memory.get(JAVA_INT, ERRNO);
  }
}
