package io.turnout.xprt.handshake;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;
import java.util.List;
import java.util.Objects;

/** Makes the transports that speak the dialogues of one listener or server. */
final class HandshakeXprtFactory implements XprtFactory {
  private final List<HandshakeFactory> dialogues;
  private final TraceSource trace;

  HandshakeXprtFactory(List<HandshakeFactory> dialogues, TraceSource trace) {
    if (dialogues.isEmpty()) {
      throw new IllegalArgumentException("no dialogue to speak: leave the transport out");
    }
    this.dialogues = List.copyOf(dialogues);
    this.trace = trace;
  }

  @Override
  public String name() {
    return "handshake";
  }

  @Override
  public XprtOps create(Connection connection) {
    return new HandshakeXprt(
        connection, Objects.requireNonNull(connection.xprt()), dialogues, trace);
  }
}
