package io.turnout.benchmarks.bare;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One epoll instance; an event carries its descriptor. */
final class Epoll {
  static final int IN = 1;
  static final int OUT = 4;
  static final int ERR = 8;
  static final int HUP = 0x10;
  static final int RDHUP = 0x2000;
  static final int EDGE = 1 << 31;

  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int MAXIMUM_EVENTS = 512;
  // The kernel packs struct epoll_event on x86-64 only.
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final int DESCRIPTOR_AT = PACKED ? 4 : 8;
  private static final int EVENT_BYTES = PACKED ? 12 : 16;

  private final MemorySegment events =
      Arena.global().allocate((long) MAXIMUM_EVENTS * EVENT_BYTES, 64);
  private final MemorySegment event = Arena.global().allocate(16, 8);
  private final int fd = Failure.unlessDone("epoll_create1", Kernel.epollCreate());

  int add(int descriptor, int mask) {
    event.set(JAVA_INT, 0, mask);
    event.set(JAVA_INT, DESCRIPTOR_AT, descriptor);
    return Kernel.epollCtl(fd, ADD, descriptor, event.address());
  }

  void remove(int descriptor) {
    Kernel.epollCtl(fd, DELETE, descriptor, event.address());
  }

  int await() {
    return Kernel.epollWait(fd, events.address(), MAXIMUM_EVENTS);
  }

  int look() {
    return Kernel.epollLook(fd, events.address(), MAXIMUM_EVENTS);
  }

  int mask(int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
  }

  int descriptor(int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES + DESCRIPTOR_AT);
  }
}
