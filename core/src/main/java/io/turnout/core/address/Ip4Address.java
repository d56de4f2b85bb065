package io.turnout.core.address;

/**
 * An IPv4 address and port.
 *
 * @param ip the address in network order as one number: 127.0.0.1 is 0x7f000001
 * @param port 0..65535; 0 is none
 */
public record Ip4Address(int ip, int port) implements Address {
  /** Refuses a port out of range. */
  public Ip4Address {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
  }

  @Override
  public String toString() {
    return (ip >>> 24)
        + "."
        + (ip >>> 16 & 255)
        + "."
        + (ip >>> 8 & 255)
        + "."
        + (ip & 255)
        + ":"
        + port;
  }
}
