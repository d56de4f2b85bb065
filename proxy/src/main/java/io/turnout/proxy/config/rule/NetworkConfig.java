package io.turnout.proxy.config.rule;

/**
 * A network of IPv6 addresses. One of IPv4 addresses is that of their IPv6 forms {@code
 * ::ffff:a.b.c.d}, so that each address matches in whatever form it comes.
 *
 * @param high the first 8 bytes, network order
 * @param low the last 8 bytes, network order
 * @param bits how many leading bits count, 0..128
 */
public record NetworkConfig(long high, long low, int bits) {
  /** Refuses a length out of range, and clears the bits that do not count. */
  public NetworkConfig {
    if (bits < 0 || bits > 128) {
      throw new IllegalArgumentException("a prefix of " + bits + " bits is not in 0..128");
    }
    high &= mask(Math.min(bits, 64));
    low &= mask(Math.max(bits - 64, 0));
  }

  /** Whether an address is in it. */
  public boolean has(long addressHigh, long addressLow) {
    return (addressHigh & mask(Math.min(bits, 64))) == high
        && (addressLow & mask(Math.max(bits - 64, 0))) == low;
  }

  private static long mask(int ones) {
    return ones == 0 ? 0 : -1L << (64 - ones);
  }
}
