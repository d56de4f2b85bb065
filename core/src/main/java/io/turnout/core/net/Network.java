package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.conn.Connection;

/**
 * Makes sockets: the system's, or a simulation's.
 *
 * <p><b>Thread:</b> {@link #listen} any; {@link #connect} the connection's loop.
 */
public interface Network {
  /**
   * Binds and listens. Nothing is accepted before {@link Listening#acceptOn}.
   *
   * @throws NetworkException if it cannot, with a message for people: what, where, why, what to do
   */
  Listening listen(Address address, ListenOptions options);

  /**
   * Opens a connection's control layer and begins to connect it.
   *
   * <p><b>Errors:</b> flagged on the connection, which then may have no control layer; does not
   * throw.
   */
  void connect(Connection connection, Address remote, ConnectOptions options);
}
