package io.turnout.core.conn;

/** Who waits for a connection's transports, while it has no mux yet. */
public interface ReadyHandler {
  /**
   * The transports are ready, or the connection has failed, or is closed by now; called once.
   *
   * @return false if the connection has ended: touch nothing of it then
   */
  boolean ready(Connection connection);
}
