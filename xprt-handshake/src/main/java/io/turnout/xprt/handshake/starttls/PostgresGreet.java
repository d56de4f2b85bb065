package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.PostgresPacket.HEAD;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells PostgreSQL's clients that there is no encryption, since the server, with which we have TLS
 * already, does not take their requests for it any more.
 */
final class PostgresGreet implements Speech {
  private final Set<Integer> refused = new HashSet<>();

  @Override
  public String name() {
    return "greet-postgres";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int length) {
    return length > 0 && seen[0] == TlsHello.FIRST_BYTE ? 1 : HEAD;
  }

  @Override
  public Turn hear(byte[] message, int length) {
    // What is asked for twice is the server's to answer, as is all else.
    return isRequest(message, length) && refused.add(codeOf(message))
        ? Turn.say(Turn.bytes("N"))
        : Turn.returning(Arrays.copyOf(message, length));
  }

  @Override
  public ConnError ended(boolean first) {
    return first ? ConnError.STARTTLS_EMPTY : ConnError.STARTTLS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.STARTTLS_TIMEOUT;
  }

  private static boolean isRequest(byte[] message, int length) {
    if (length < HEAD || ByteBuffer.wrap(message).getInt() != HEAD) {
      return false;
    }
    int code = codeOf(message);
    return code == PostgresPacket.SSL_REQUEST || code == PostgresPacket.GSSENC_REQUEST;
  }

  private static int codeOf(byte[] message) {
    return ByteBuffer.wrap(message).getInt(Integer.BYTES);
  }
}
