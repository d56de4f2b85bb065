package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.util.Arrays;

/**
 * Waits for a MySQL server's greeting, and leaves it to be received. So a server that does not
 * greet, or offers no TLS, has failed before its client hears anything, and another may be tried.
 */
final class MysqlGreeting implements Speech {
  private final Terms terms;

  MysqlGreeting(Terms terms) {
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
    return MysqlPacket.neededOfGreeting(seen, length);
  }

  @Override
  public Turn hear(byte[] message, int length) {
    Turn passed = Turn.returning(Arrays.copyOf(message, length));
    if (MysqlPacket.isError(message, length)) {
      return passed;
    }
    int capabilities = MysqlPacket.capabilitiesAt(message, length);
    if (capabilities < 0) {
      return Terms.bad("malformed greeting");
    }
    boolean offered = MysqlPacket.has(message, capabilities, MysqlPacket.CLIENT_SSL);
    return offered || terms.optional() ? passed : terms.refused(MysqlRelay.NOT_OFFERED);
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
