package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Session;
import org.jspecify.annotations.Nullable;

/** Of a connection without streams. */
record NoSession() implements Session {
  @Override
  public @Nullable ConnStream newStream(Connection connection, @Nullable Buffer input) {
    return null;
  }

  @Override
  public void connectionClosed(Connection connection) {}
}
