package io.turnout.core.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Opens sockets for a test, reads and writes a few bytes, and closes what is left. */
final class OpenDescriptors implements AutoCloseable {
  final Kernel kernel = new Kernel();
  final MemorySegment memory = Arena.ofAuto().allocate(4096, 8);
  private final Set<Integer> open = new HashSet<>();

  int open(int descriptor) {
    if (descriptor < 0) {
      throw new AssertionError("a call answered " + Errno.name(-descriptor));
    }
    open.add(descriptor);
    return descriptor;
  }

  /** Two connected sockets. */
  int[] pair() {
    long pair =
        kernel
            .sockets()
            .socketpair(Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC);
    return new int[] {open(DescriptorPair.first(pair)), open(DescriptorPair.second(pair))};
  }

  /** A TCP socket that is not blocking. */
  int tcp() {
    return open(
        kernel
            .sockets()
            .socket(
                Constants.AF_INET,
                Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK | Constants.SOCK_CLOEXEC,
                0));
  }

  long send(int descriptor, String text) {
    memory.setString(0, text);
    return kernel
        .sockets()
        .send(
            descriptor,
            memory.address(),
            text.length(),
            Constants.MSG_DONTWAIT | Constants.MSG_NOSIGNAL);
  }

  /** What is there, or the errno's name. */
  String recv(int descriptor) {
    long got =
        kernel
            .sockets()
            .recv(descriptor, memory.address(), memory.byteSize(), Constants.MSG_DONTWAIT);
    return text(got);
  }

  /** The first bytes of the memory, or the errno's name. */
  String text(long got) {
    return got < 0
        ? Errno.name((int) -got)
        : new String(memory.asSlice(0, got).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  void close(int descriptor) {
    open.remove(descriptor);
    kernel.files().close(descriptor);
  }

  @Override
  public void close() {
    open.forEach(kernel.files()::close);
  }
}
