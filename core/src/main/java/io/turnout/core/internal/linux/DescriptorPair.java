package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Two descriptors in one {@code long}, as {@code pipe2} and {@code socketpair} return them: the
 * result still is {@code >= 0}, or the negated errno.
 */
public final class DescriptorPair {
  private DescriptorPair() {}

  /** The end of a pipe to read from; one of the two sockets. */
  public static int first(long pair) {
    return (int) pair;
  }

  /** The end of a pipe to write to; the other socket. */
  public static int second(long pair) {
    return (int) (pair >>> Integer.SIZE);
  }

  static long read(MemorySegment from) {
    long second = from.get(JAVA_INT, Integer.BYTES);
    return second << Integer.SIZE | from.get(JAVA_INT, 0);
  }
}
