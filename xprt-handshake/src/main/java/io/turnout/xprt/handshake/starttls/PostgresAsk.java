package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.nio.ByteBuffer;

/** PostgreSQL's frontend protocol 3, to servers. */
final class PostgresAsk implements Speech {
  private final Terms terms;

  PostgresAsk(Terms terms) {
    this.terms = terms;
  }

  @Override
  public String name() {
    return "starttls-postgres";
  }

  @Override
  public Turn begin() {
    return Turn.say(
        ByteBuffer.allocate(PostgresPacket.HEAD)
            .putInt(PostgresPacket.HEAD)
            .putInt(PostgresPacket.SSL_REQUEST)
            .array());
  }

  @Override
  public int needed(byte[] seen, int length) {
    return 1;
  }

  @Override
  public Turn hear(byte[] message, int length) {
    return switch (message[0]) {
      case 'S' -> Turn.secure(new byte[0]);
      case 'N' -> terms.refused("N");
      // What follows in clear text may be anybody's, and is not shown.
      case 'E' -> Turn.fail(ConnError.STARTTLS_REFUSED, "an error instead of an answer");
      default -> Terms.bad("neither S nor N");
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
}
