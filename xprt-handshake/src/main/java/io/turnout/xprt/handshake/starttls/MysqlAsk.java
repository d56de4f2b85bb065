package io.turnout.xprt.handshake.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * MySQL's protocol 10, to servers, for nobody but ourselves: what a client would have to say in the
 * request for TLS, and its answer to the greeting's challenge, cannot be said in its place.
 */
final class MysqlAsk implements Speech {
  private static final int HEAD = 4;
  private static final int LONGEST = 1024;
  private static final int PROTOCOL = 10;
  private static final int ERROR = 0xff;
  private static final int REQUEST_BYTES = 32;
  private static final int LARGEST_PACKET = 1 << 24;
  private static final byte UTF8 = 33;

  private static final int CLIENT_PROTOCOL_41 = 0x200;
  private static final int CLIENT_SSL = 0x800;
  private static final int CLIENT_SECURE_CONNECTION = 0x8000;

  /** Behind the version's end: thread, half of the challenge, a NUL. */
  private static final int BEFORE_CAPABILITIES = 4 + 8 + 1;

  private final Terms terms;

  MysqlAsk(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "starttls-mysql";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int length) {
    if (length < HEAD) {
      return HEAD;
    }
    int size = size(seen);
    return size > LONGEST ? length : HEAD + size;
  }

  @Override
  public Turn hear(byte[] message, int length) {
    int size = size(message);
    if (length != HEAD + size || message[3] != 0 || size == 0) {
      return Terms.bad("malformed greeting");
    }
    int first = message[HEAD] & 0xff;
    if (first == ERROR) {
      return Greeting.unwelcome(
          new String(message, Math.min(HEAD + 3, length), Math.max(0, size - 3), ISO_8859_1));
    }
    int at = HEAD + 1;
    while (at < length && message[at] != 0) {
      at++;
    }
    int capabilities = at + 1 + BEFORE_CAPABILITIES;
    if (first != PROTOCOL || capabilities + 2 > length) {
      return Terms.bad("malformed greeting of protocol " + first);
    }
    boolean offered = (message[capabilities + 1] & CLIENT_SSL >>> 8) != 0;
    return offered ? Turn.secure(request()) : terms.refused("no TLS offered");
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.STARTTLS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }

  private static byte[] request() {
    return ByteBuffer.allocate(HEAD + REQUEST_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(1 << 24 | REQUEST_BYTES)
        .putInt(CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION)
        .putInt(LARGEST_PACKET)
        .put(UTF8)
        .array();
  }

  private static int size(byte[] packet) {
    return packet[0] & 0xff | (packet[1] & 0xff) << 8 | (packet[2] & 0xff) << 16;
  }
}
