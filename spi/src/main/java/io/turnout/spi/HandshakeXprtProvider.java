package io.turnout.spi;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import java.util.List;

/**
 * Provides the transport that speaks dialogues, one after the other, and leaves the stack.
 *
 * @see io.turnout.core.conn.HandshakeOps
 */
public interface HandshakeXprtProvider extends Provider {
  /**
   * A factory for the connections of one listener or server.
   *
   * @param dialogues what is to be spoken, in this order; at least one
   * @param traces where its trace source is kept
   */
  XprtFactory newFactory(List<HandshakeFactory> dialogues, Traces traces);
}
