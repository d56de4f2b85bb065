package io.turnout.core.conn;

/**
 * Makes the mux of each connection of one listener or server.
 *
 * <p><b>Thread:</b> {@link #create} is called on the connection's loop, by several loops at once.
 */
public interface MuxFactory {
  /** The name that the configuration uses. */
  String name();

  /**
   * A mux for a connection, not started yet.
   *
   * <p>Must neither touch the connection nor take anything that has to be given back: that is
   * {@link MuxOps#init}'s.
   */
  MuxOps create(Connection connection);
}
