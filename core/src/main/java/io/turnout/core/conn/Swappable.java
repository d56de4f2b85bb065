package io.turnout.core.conn;

import io.turnout.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A mux that may be left while its connection lives. One that is not of this type never is.
 *
 * <pre>
 *   objection ── null ──▶ surrenderInput, surrenderStream ──▶ (new mux's init) ──true──▶ destroy
 *                                                                    └─false─▶ resume
 * </pre>
 *
 * <p><b>Thread:</b> the connection's loop.
 *
 * @implSpec rules SWAP-01, SWAP-02, MUX-14
 */
public interface Swappable {
  /**
   * Whether it may be left now.
   *
   * @return null if it may; else {@link SwapOutcome#REFUSED} or {@link SwapOutcome#BUSY}
   */
  @Nullable SwapOutcome objection();

  /**
   * Hands over the bytes that it read and did not pass on, as they came from the transport.
   *
   * @return the bytes, the caller's now; null if there are none
   */
  @Nullable Buffer surrenderInput();

  /**
   * Hands over its stream, which it does not touch any more, and takes back subscriptions of its
   * own. The stream's own subscription is taken back by {@link StreamEndpoint#unsubscribe} right
   * after.
   *
   * @return its stream; null if it has none
   */
  @Nullable ConnStream surrenderStream();

  /**
   * The new mux could not be started: goes on as before.
   *
   * @param stream what {@link #surrenderStream()} gave
   * @param input what {@link #surrenderInput()} gave, intact
   */
  void resume(@Nullable ConnStream stream, @Nullable Buffer input);
}
