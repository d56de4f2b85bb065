package io.turnout.proxy.listen;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import org.jspecify.annotations.Nullable;

/** Makes the streams of sessions. */
@FunctionalInterface
public interface StreamOpener {
  /** As {@link io.turnout.core.conn.Session#newStream}, of that session. */
  @Nullable ConnStream open(ClientSession session, Connection connection, @Nullable Buffer input);
}
