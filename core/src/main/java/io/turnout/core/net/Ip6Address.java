package io.turnout.core.net;

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
}
