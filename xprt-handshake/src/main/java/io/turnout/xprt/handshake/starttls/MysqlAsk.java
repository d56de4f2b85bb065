package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;

/**
 * MySQL's protocol 10, to servers, for nobody but ourselves: what a client would have to say in the
 * request for TLS, and its answer to the greeting's challenge, cannot be said in its place.
 */
final class MysqlAsk implements Speech {
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
    return MysqlPacket.neededOfGreeting(seen, length);
  }

  @Override
  public Turn hear(byte[] message, int length) {
    if (MysqlPacket.isError(message, length)) {
      return Greeting.unwelcome(MysqlPacket.errorText(message, length));
    }
    int capabilities = MysqlPacket.capabilitiesAt(message, length);
    if (capabilities < 0) {
      return Terms.bad("malformed greeting");
    }
    return MysqlPacket.has(message, capabilities, MysqlPacket.CLIENT_SSL)
        ? Turn.secure(MysqlPacket.request())
        : terms.refused(MysqlRelay.NOT_OFFERED);
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
