package io.turnout.spi;

/** Which side of a proxy a connection is on. */
public enum Side {
  /** The client's. */
  FRONT,
  /** The server's. */
  BACK
}
