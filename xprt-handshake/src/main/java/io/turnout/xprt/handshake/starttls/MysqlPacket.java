package io.turnout.xprt.handshake.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packets of MySQL's protocol 10: three bytes of length, a number, the payload. */
final class MysqlPacket {
  static final int HEAD = 4;

  /** How long a greeting may be. */
  static final int LONGEST_GREETING = 1024;

  /** How long all others may be before the client is let in. */
  static final int LONGEST = 0xffff;

  /** What a request for TLS consists of, with which a login begins, too. */
  static final int REQUEST_BYTES = 32;

  static final int ERROR = 0xff;
  static final int OK = 0;

  static final int CLIENT_PROTOCOL_41 = 0x200;
  static final int CLIENT_SSL = 0x800;
  static final int CLIENT_SECURE_CONNECTION = 0x8000;

  private static final int PROTOCOL = 10;
  private static final int LARGEST_PACKET = 1 << 24;
  private static final byte UTF8 = 33;

  /** Behind the version's end: thread, half of the challenge, a NUL. */
  private static final int BEFORE_CAPABILITIES = 4 + 8 + 1;

  /** Behind an error's type: its code. */
  private static final int BEFORE_TEXT = 3;

  private static final short INSECURE_TRANSPORT = 3159;

  private MysqlPacket() {}

  /** How long the payload is. */
  static int size(byte[] packet) {
    return packet[0] & 0xff | (packet[1] & 0xff) << 8 | (packet[2] & 0xff) << 16;
  }

  /** As {@code Extent} says: the whole greeting, or the head only of one that is too long. */
  static int neededOfGreeting(byte[] seen, int length) {
    return length < HEAD || size(seen) > LONGEST_GREETING ? HEAD : HEAD + size(seen);
  }

  /** Whether it is an error in the place of a greeting. */
  static boolean isError(byte[] greeting, int length) {
    return length > HEAD && (greeting[HEAD] & 0xff) == ERROR;
  }

  /** What an error says. */
  static String errorText(byte[] error, int length) {
    int start = Math.min(HEAD + BEFORE_TEXT, length);
    return new String(error, start, length - start, ISO_8859_1);
  }

  /** Where a greeting's capabilities are; -1 if it is malformed. */
  static int capabilitiesAt(byte[] greeting, int length) {
    if (length <= HEAD
        || length != HEAD + size(greeting)
        || greeting[3] != 0
        || greeting[HEAD] != PROTOCOL) {
      return -1;
    }
    int at = HEAD + 1;
    while (at < length && greeting[at] != 0) {
      at++;
    }
    int found = at + 1 + BEFORE_CAPABILITIES;
    return found + 2 > length ? -1 : found;
  }

  /** Whether capabilities include one of the lower half. */
  static boolean has(byte[] packet, int capabilities, int capability) {
    return ((packet[capabilities] & 0xff | (packet[capabilities + 1] & 0xff) << 8) & capability)
        != 0;
  }

  /** Says whether TLS is among capabilities. */
  static void setTls(byte[] packet, int capabilities, boolean tls) {
    int high = packet[capabilities + 1] & ~(CLIENT_SSL >>> 8);
    packet[capabilities + 1] = (byte) (tls ? high | CLIENT_SSL >>> 8 : high);
  }

  /** A request for TLS that is nobody's. */
  static byte[] request() {
    return ByteBuffer.allocate(HEAD + REQUEST_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(1 << 24 | REQUEST_BYTES)
        .putInt(CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION)
        .putInt(LARGEST_PACKET)
        .put(UTF8)
        .array();
  }

  /** The request for TLS that a login would have been preceded by. */
  static byte[] requestFor(byte[] login) {
    byte[] request =
        ByteBuffer.allocate(HEAD + REQUEST_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(1 << 24 | REQUEST_BYTES)
            .put(login, HEAD, REQUEST_BYTES)
            .array();
    setTls(request, HEAD, true);
    return request;
  }

  /** Tells a client that it needs TLS, in answer to its first packet. */
  static byte[] refusal() {
    byte[] text = "#HY000TLS is required here".getBytes(US_ASCII);
    return ByteBuffer.allocate(HEAD + BEFORE_TEXT + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(2 << 24 | BEFORE_TEXT + text.length)
        .put((byte) ERROR)
        .putShort(INSECURE_TRANSPORT)
        .put(text)
        .array();
  }
}
