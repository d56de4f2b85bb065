package io.turnout.xprt.handshake.wire;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.trace.TraceSource;
import java.util.function.Function;

/** Makes the dialogues of one listener or server. */
public final class DialogueFactory implements HandshakeFactory {
  private final String name;
  private final TraceSource trace;
  private final Function<Connection, Speech> speeches;

  /**
   * From what it needs.
   *
   * @param speeches makes the machine for a connection; called by several loops at once
   */
  public DialogueFactory(String name, TraceSource trace, Function<Connection, Speech> speeches) {
    this.name = name;
    this.trace = trace;
    this.speeches = speeches;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public HandshakeOps create(Connection connection) {
    return new Dialogue(connection, speeches.apply(connection), trace);
  }
}
