package io.turnout.core.conn;

import io.turnout.core.trace.FlightRecorderSink;
import org.jspecify.annotations.Nullable;

/**
 * Connections as the flight recorder sees them. Where the JDK has none, no class of it is touched;
 * where nobody records, nothing is allocated (docs/adr/0030-flight-recorder-events-in-core.md).
 *
 * <p><b>Thread:</b> the connection's loop.
 */
final class FlightEvents {
  private FlightEvents() {}

  /** A connection begins; null if nobody records. */
  static @Nullable ConnectionEvent connectionBegun() {
    return FlightRecorderSink.isSupported() ? ConnectionEvent.begun() : null;
  }

  /**
   * One mux took another's place, or was refused.
   *
   * @param from the name of the old one
   * @param to the name of the new one
   * @param leftoverBytes read by the old one, handed to the new one
   * @param refusal why the old one stayed, or null
   */
  static void muxSwapped(
      Connection connection, String from, String to, int leftoverBytes, @Nullable String refusal) {
    if (!FlightRecorderSink.isSupported()) {
      return;
    }
    MuxSwapEvent event = new MuxSwapEvent();
    if (event.shouldCommit()) {
      event.side = ConnectionEvent.sideOf(connection);
      event.target = connection.target().name();
      event.from = from;
      event.to = to;
      event.leftover = leftoverBytes;
      event.refusal = refusal;
      event.commit();
    }
  }
}
