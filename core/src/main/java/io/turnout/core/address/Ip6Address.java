package io.turnout.core.address;

/**
 * An IPv6 address and port.
 *
 * @param high the first 8 bytes, network order
 * @param low the last 8 bytes, network order
 * @param port 0..65535; 0 is none
 * @param scope the scope id of a link-local address, else 0
 */
public record Ip6Address(long high, long low, int port, int scope) implements Address {
  /** Refuses a port out of range. */
  public Ip6Address {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
  }

  /** With the longest run of zeros left out, as RFC 5952 has it: {@code [2001:db8::1]:80}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(48).append('[');
    int gap = longestZeros();
    int gapLength = gap < 0 ? 0 : zerosAt(gap);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(i)));
      }
    }
    if (scope != 0) {
      text.append('%').append(scope);
    }
    return text.append("]:").append(port).toString();
  }

  private int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
  }

  private int zerosAt(int start) {
    int end = start;
    while (end < 8 && group(end) == 0) {
      end++;
    }
    return end - start;
  }

  /** Where the longest run of two zero groups or more begins, or -1. */
  private int longestZeros() {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = zerosAt(i);
      if (length > bestLength) {
        best = i;
        bestLength = length;
      }
    }
    return best;
  }
}
