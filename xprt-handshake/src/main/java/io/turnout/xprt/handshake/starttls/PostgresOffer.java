package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.PostgresPacket.CANCEL_REQUEST;
import static io.turnout.xprt.handshake.starttls.PostgresPacket.GSSENC_REQUEST;
import static io.turnout.xprt.handshake.starttls.PostgresPacket.HEAD;
import static io.turnout.xprt.handshake.starttls.PostgresPacket.SSL_REQUEST;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * PostgreSQL's frontend protocol 3, to clients. One that begins TLS at once ({@code
 * sslnegotiation=direct}) may do so.
 */
final class PostgresOffer implements Speech {
  /** A process, and a key of 4 to 256 bytes. */
  private static final int CANCEL_LEAST = 16;

  private static final int CANCEL_MOST = 268;
  private static final int LONGEST_STARTUP = 10000;

  private final Terms terms;
  private boolean gssRefused;

  PostgresOffer(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "starttls-postgres";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int length) {
    if (length > 0 && seen[0] == TlsHello.FIRST_BYTE) {
      return 1;
    }
    if (length < HEAD) {
      return HEAD;
    }
    ByteBuffer head = ByteBuffer.wrap(seen);
    int size = head.getInt();
    boolean whole =
        switch (head.getInt()) {
          case SSL_REQUEST, GSSENC_REQUEST -> false;
          case CANCEL_REQUEST -> isCancel(size);
          // Who is refused is heard out first: what stays unread would take the answer with it.
          default -> !terms.optional() && isSensible(size);
        };
    return whole ? size : HEAD;
  }

  @Override
  public Turn hear(byte[] message, int length) {
    if (length < HEAD) {
      return Turn.returning(Arrays.copyOf(message, length));
    }
    ByteBuffer head = ByteBuffer.wrap(message);
    int size = head.getInt();
    int code = head.getInt();
    if (!isSensible(size)) {
      return Terms.bad("start-up packet of %d bytes".formatted(size));
    }
    return switch (code) {
      case SSL_REQUEST -> size == HEAD ? Turn.secure(Turn.bytes("S")) : badSize(size);
      case GSSENC_REQUEST -> size == HEAD ? refuseGss() : badSize(size);
      // Clients before version 17 send it in clear whatever else they were told, and servers take
      // it: it carries a key that is good for nothing else. Nothing may pass behind it.
      case CANCEL_REQUEST ->
          isCancel(size) ? Turn.last(Arrays.copyOf(message, length)) : badSize(size);
      default -> startUp(message, length);
    };
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.STARTTLS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }

  private Turn startUp(byte[] message, int length) {
    if (terms.optional()) {
      return Turn.clear(Arrays.copyOf(message, length));
    }
    return Turn.fail(
        PostgresPacket.error("28000", "no encryption: TLS is required here"),
        ConnError.STARTTLS_REFUSED,
        "start-up packet before TLS");
  }

  /** Once: a client that asks again would go on for ever. */
  private Turn refuseGss() {
    if (!gssRefused) {
      gssRefused = true;
      return Turn.say(Turn.bytes("N"));
    }
    return Turn.fail(
        PostgresPacket.error("0A000", "GSSAPI encryption was refused already"),
        ConnError.STARTTLS_BAD,
        "second request for GSSAPI encryption");
  }

  private static boolean isSensible(int size) {
    return size >= HEAD && size <= LONGEST_STARTUP;
  }

  private static boolean isCancel(int size) {
    return size >= CANCEL_LEAST && size <= CANCEL_MOST;
  }

  private static Turn badSize(int size) {
    return Terms.bad("request of %d bytes".formatted(size));
  }
}
