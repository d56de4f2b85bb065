package io.turnout.core.conn;

/** Who waits for a connection's transports, while it has no mux yet. */
public interface ReadyHandler {
  /**
   * The transports are ready, or the connection has failed; called once.
   *
   * @return false if this call ended the connection: touch nothing of it then
   */
  boolean ready(Connection connection);
}
