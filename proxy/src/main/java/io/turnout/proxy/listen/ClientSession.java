package io.turnout.proxy.listen;

import io.turnout.core.address.Address;
import io.turnout.core.address.UnixAddress;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Session;
import io.turnout.core.loop.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection and its streams.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public final class ClientSession implements Session {
  private static final Address NAMELESS = new UnixAddress("", false);

  private final Listener listener;
  private final Connection connection;
  private final long acceptedMillis;

  ClientSession(Listener listener, EventLoop loop) {
    this.listener = listener;
    this.acceptedMillis = loop.clock().epochMillis();
    this.connection = Connection.accepted(loop, listener, this);
  }

  /** Where it came in. */
  public Listener listener() {
    return listener;
  }

  /** Its frontend. */
  public Frontend frontend() {
    return listener.frontend();
  }

  /** The client's connection. */
  public Connection connection() {
    return connection;
  }

  /** Where the client is; a UNIX client has no name. */
  public Address client() {
    return clientOf(connection);
  }

  static Address clientOf(Connection connection) {
    Address source = connection.source();
    return source == null ? NAMELESS : source;
  }

  /** When it was accepted, in milliseconds since 1970. */
  public long acceptedMillis() {
    return acceptedMillis;
  }

  @Override
  public @Nullable ConnStream newStream(Connection from, @Nullable Buffer input) {
    return listener.streams().open(this, from, input);
  }

  @Override
  public void connectionClosed(Connection closed) {
    listener.left();
  }
}
