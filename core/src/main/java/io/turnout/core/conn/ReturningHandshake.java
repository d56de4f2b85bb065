package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A dialogue that may have received what is not its own, as it could not know before, or what
 * others have to hear too.
 *
 * <p><b>Thread:</b> the connection's loop.
 */
public interface ReturningHandshake {
  /**
   * Gives back bytes, which whoever reads from the connection next receives before any other:
   * another dialogue, the transport above, the mux. Called once, when the dialogue is over.
   *
   * @return a buffer of the loop's pool, the caller's now; null if there is nothing to give back
   */
  @Nullable Buffer surrenderInput();
}
