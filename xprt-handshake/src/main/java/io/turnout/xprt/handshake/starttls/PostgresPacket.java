package io.turnout.xprt.handshake.starttls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** What PostgreSQL's clients begin with: a length, a code, the rest. */
final class PostgresPacket {
  /** The length, which counts itself, and the code. */
  static final int HEAD = 8;

  static final int SSL_REQUEST = 80877103;
  static final int GSSENC_REQUEST = 80877104;
  static final int CANCEL_REQUEST = 80877102;

  private PostgresPacket() {}

  /**
   * Tells a client why nothing comes of its connection.
   *
   * @param state the five characters of SQLSTATE
   */
  static byte[] error(String state, String text) {
    byte[] fields = "SFATAL\0VFATAL\0C%s\0M%s\0\0".formatted(state, text).getBytes(US_ASCII);
    return ByteBuffer.allocate(1 + Integer.BYTES + fields.length)
        .put((byte) 'E')
        .putInt(Integer.BYTES + fields.length)
        .put(fields)
        .array();
  }
}
