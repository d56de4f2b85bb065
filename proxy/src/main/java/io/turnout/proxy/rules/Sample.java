package io.turnout.proxy.rules;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.loop.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value that is looked at. One for each loop, used again and again.
 *
 * <p>Text and bytes lie in {@link #bytes}, an address in {@link #high} and {@link #low}, a number
 * or boolean in {@link #number}; which of them counts was settled when the rule was compiled.
 */
public final class Sample {
  private static final long MAPPED = 0xffff_0000_0000L;

  final byte[] bytes;
  int length;
  long number;
  long high;
  long low;

  /** Whether more bytes, or time, may make it another. */
  boolean mayChange;

  /**
   * An empty one.
   *
   * @param capacity how many bytes it holds, which should be those of a loop's buffers
   */
  public Sample(int capacity) {
    this.bytes = new byte[capacity];
  }

  /**
   * One for each loop, as large as its buffers.
   *
   * @param loops all loops of the instance, in the order of their indexes
   */
  public static Sample[] ofLoops(List<EventLoop> loops) {
    return loops.stream()
        .map(loop -> new Sample(loop.buffers().bufferBytes()))
        .toArray(Sample[]::new);
  }

  void clear() {
    length = 0;
    mayChange = false;
  }

  boolean setTruth(boolean value) {
    number = value ? 1 : 0;
    return true;
  }

  boolean setNumber(long value) {
    number = value;
    return true;
  }

  /** Takes bytes of a buffer, as many as fit. */
  boolean setBytes(@Nullable Buffer from, int offset, int count) {
    length = from == null ? 0 : from.copyTo(offset, bytes, 0, Math.min(count, bytes.length));
    return true;
  }

  boolean setBytes(byte[] from) {
    length = Math.min(from.length, bytes.length);
    System.arraycopy(from, 0, bytes, 0, length);
    return true;
  }

  /** False for an address without an IP. */
  boolean setAddress(@Nullable Address address) {
    return switch (address) {
      case Ip4Address ip4 -> {
        high = 0;
        low = MAPPED | ip4.ip() & 0xffff_ffffL;
        yield true;
      }
      case Ip6Address ip6 -> {
        high = ip6.high();
        low = ip6.low();
        yield true;
      }
      case null, default -> false;
    };
  }

  /** False for an address without a port. */
  boolean setPort(@Nullable Address address) {
    return switch (address) {
      case Ip4Address ip4 -> setNumber(ip4.port());
      case Ip6Address ip6 -> setNumber(ip6.port());
      case null, default -> false;
    };
  }
}
