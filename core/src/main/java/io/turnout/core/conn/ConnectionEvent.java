package io.turnout.core.conn;

import io.turnout.core.address.Address;
import io.turnout.core.address.Addresses;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A connection's life in a flight recording, from its socket to its close. Touched only where the
 * JDK has a flight recorder.
 */
@Name("turnout.Connection")
@Label("Connection")
@Category("Turnout")
@Description("A connection, from its socket to its close")
@StackTrace(false)
final class ConnectionEvent extends Event {
  /** Asked whether somebody records, so that no event is made if nobody does. */
  private static final ConnectionEvent PROBE = new ConnectionEvent();

  @Label("Side")
  @Nullable String side;

  @Label("Target")
  @Nullable String target;

  @Label("Peer")
  @Nullable String peer;

  @Label("Socket")
  @Nullable String socket;

  @Label("Transport")
  @Nullable String transport;

  @Label("Mux")
  @Nullable String mux;

  @Label("Bytes Received")
  @DataAmount
  long bytesReceived;

  @Label("Bytes Sent")
  @DataAmount
  long bytesSent;

  @Label("Termination")
  @Description("NONE, or why the connection failed")
  @Nullable String termination;

  @Label("Detail")
  @Description("What is known of the failure beyond its reason")
  @Nullable String detail;

  @Label("Flags")
  @Nullable String flags;

  /** One that has begun, or null if nobody records. */
  static @Nullable ConnectionEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    ConnectionEvent event = new ConnectionEvent();
    event.begin();
    return event;
  }

  /** The connection closes; its layers are still there. */
  void finish(Connection connection) {
    end();
    if (!shouldCommit()) {
      return;
    }
    CtlOps ctl = connection.ctl();
    Address remote = ctl.remoteAddress();
    StringBuilder decoded = new StringBuilder();
    ConnFlags.describe(connection.flags(), decoded);
    side = sideOf(connection);
    target = connection.target().name();
    peer = remote == null ? null : Addresses.text(remote);
    socket = ctl.name();
    transport = transports(connection.xprt());
    mux = connection.muxName();
    bytesReceived = ctl.bytesReceived();
    bytesSent = ctl.bytesSent();
    termination = connection.error().name();
    detail = connection.errorDetail();
    flags = decoded.toString();
    commit();
  }

  /** Their names, top down. */
  private static String transports(@Nullable XprtOps top) {
    StringBuilder names = new StringBuilder();
    for (XprtOps layer = top; layer != null; layer = TransportStack.below(layer)) {
      names.append(names.isEmpty() ? "" : " ").append(layer.name());
    }
    return names.toString();
  }

  static String sideOf(Connection connection) {
    return connection.any(ConnFlags.BACK) ? "back" : "front";
  }
}
