package io.turnout.xprt.handshake.netscaler;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;

/** Takes the client's headers, which have to be there, and tells the connection of them. */
final class AcceptCip implements Speech {
  private final Connection connection;
  private final CipHeader header;

  AcceptCip(Connection connection, CipHeader header) {
    this.connection = connection;
    this.header = header;
  }

  @Override
  public String name() {
    return "netscaler-cip";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int length) {
    return header.needed(seen, length);
  }

  @Override
  public Turn hear(byte[] message, int length) {
    return switch (header.read(message, length)) {
      case CipHeader.Bad bad -> Turn.fail(bad.error(), bad.detail());
      case CipHeader.Addresses told -> {
        connection.speaksFor(told.source(), told.destination());
        yield Turn.done();
      }
    };
  }

  @Override
  public ConnError ended(boolean first) {
    return first ? ConnError.CIP_EMPTY : ConnError.CIP_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.CIP_TIMEOUT;
  }
}
