package io.turnout.core.conn;

/**
 * Makes one kind of dialogue for each connection of one listener or server.
 *
 * <p><b>Thread:</b> {@link #create} is called on the connection's loop, by several loops at once.
 */
public interface HandshakeFactory {
  /** The name that the configuration uses. */
  String name();

  /** A dialogue for a connection, not begun yet. */
  HandshakeOps create(Connection connection);
}
