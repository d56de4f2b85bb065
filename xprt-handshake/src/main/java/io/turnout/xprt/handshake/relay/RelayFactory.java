package io.turnout.xprt.handshake.relay;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.TlsRelayFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;
import io.turnout.xprt.handshake.wire.Dialogue;
import io.turnout.xprt.handshake.wire.Speech;
import java.util.Objects;
import java.util.function.Supplier;

/** Makes the relays of one listener or server. */
public final class RelayFactory implements TlsRelayFactory {
  private final String name;
  private final TraceSource trace;
  private final Supplier<Speech> first;
  private final Supplier<Relay> relays;

  /**
   * From what it needs; called by several loops at once.
   *
   * @param first makes what is spoken before the stream begins
   * @param relays makes the machine for a connection
   */
  public RelayFactory(
      String name, TraceSource trace, Supplier<Speech> first, Supplier<Relay> relays) {
    this.name = name;
    this.trace = trace;
    this.first = first;
    this.relays = relays;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public HandshakeOps create(Connection connection) {
    return new Dialogue(connection, first.get(), trace);
  }

  @Override
  public XprtFactory relay(XprtFactory tls) {
    return new XprtFactory() {
      @Override
      public String name() {
        return "relay";
      }

      @Override
      public XprtOps create(Connection connection) {
        XprtOps below = Objects.requireNonNull(connection.xprt());
        return new RelayXprt(connection, below, relays.get(), tls, trace);
      }
    };
  }
}
