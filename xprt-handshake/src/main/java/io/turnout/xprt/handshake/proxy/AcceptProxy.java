package io.turnout.xprt.handshake.proxy;

import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.Connection;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;

/** Takes a header, which has to be there, and tells the connection what it says. */
final class AcceptProxy implements Speech {
  private final Connection connection;

  AcceptProxy(Connection connection) {
    this.connection = connection;
  }

  @Override
  public String name() {
    return "accept-proxy";
  }

  @Override
  public Turn begin() {
    return Turn.listen();
  }

  @Override
  public int needed(byte[] seen, int length) {
    return length > 0 && seen[0] == 'P'
        ? VersionOne.needed(seen, length)
        : VersionTwo.needed(seen, length);
  }

  @Override
  public Turn hear(byte[] message, int length) {
    HeaderRead read =
        message[0] == 'P' ? VersionOne.read(message, length) : VersionTwo.read(message, length);
    return switch (read) {
      case BadHeader bad -> Turn.fail(bad.error(), bad.detail());
      case ProxyHeader header -> {
        if (header.source() != null) {
          connection.speaksFor(header.source(), header.destination());
        }
        connection.tlvs(header.tlvs());
        yield Turn.done();
      }
    };
  }

  @Override
  public ConnError ended(boolean first) {
    return first ? ConnError.PRX_EMPTY : ConnError.PRX_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.PRX_TIMEOUT;
  }
}
