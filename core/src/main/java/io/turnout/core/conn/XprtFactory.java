package io.turnout.core.conn;

/**
 * Makes the transport of each connection of one listener or server.
 *
 * <p><b>Thread:</b> {@link #create} is called on the connection's loop, by several loops at once.
 */
public interface XprtFactory {
  /** The name that the configuration and dumps use. */
  String name();

  /**
   * The transport for a connection that has its control layer.
   *
   * @return the new top of its stack
   */
  XprtOps create(Connection connection);
}
