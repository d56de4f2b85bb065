package io.turnout.proxy.listen;

import io.turnout.proxy.log.LogFormat;

/**
 * A field of the PROXY header to a server that is not the same for all clients.
 *
 * @param type 0..255
 * @param format its value
 */
public record HeaderField(int type, LogFormat format) {
  /** The type that tells which stream it is. */
  public static final int UNIQUE_ID = 0x05;

  /** What receivers take of it at most. */
  public static final int LONGEST_UNIQUE_ID = 128;

  private static final int AUTHORITY = 0x02;

  /** What receivers take at most. */
  public int maxBytes() {
    return switch (type) {
      case AUTHORITY -> 255;
      case UNIQUE_ID -> LONGEST_UNIQUE_ID;
      default -> 1024;
    };
  }
}
