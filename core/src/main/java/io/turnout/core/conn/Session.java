package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted connection and its streams share.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public interface Session {
  /**
   * A mux has a new stream to serve.
   *
   * @param connection the connection that it comes in by
   * @param input the bytes that the stream starts with, or null; the stream's if one is returned
   * @return the stream's face to the mux, attached to nothing yet; null if no stream can be had
   */
  @Nullable ConnStream newStream(Connection connection, @Nullable Buffer input);

  /** The session's connection has been closed; called once. */
  void connectionClosed(Connection connection);
}
