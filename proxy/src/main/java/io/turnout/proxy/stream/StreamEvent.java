package io.turnout.proxy.stream;

import io.turnout.core.address.Addresses;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.log.TerminationCode;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A stream's life in a flight recording. Touched only where the JDK has a flight recorder. */
@Name("turnout.Stream")
@Label("Stream")
@Category("Turnout")
@Description("What joins a client's connection to a server's")
@StackTrace(false)
final class StreamEvent extends Event {
  /** Asked whether somebody records, so that no event is made if nobody does. */
  private static final StreamEvent PROBE = new StreamEvent();

  @Label("Number")
  long number;

  @Label("Client")
  @Nullable String client;

  @Label("Frontend")
  @Nullable String frontend;

  @Label("Backend")
  @Nullable String backend;

  @Label("Server")
  @Nullable String server;

  @Label("Bytes From Client")
  @DataAmount
  long bytesFromClient;

  @Label("Bytes To Client")
  @DataAmount
  long bytesToClient;

  @Label("Queued")
  @Description("Until there was a place at a server; -1 ns if there was none")
  @Timespan
  long queued;

  @Label("Connected")
  @Description("From the place to the connection; -1 ns if there was none")
  @Timespan
  long connected;

  @Label("Retries")
  int retries;

  @Label("Termination")
  @Description("Who ended it, and what it was at, as in the access log")
  @Nullable String termination;

  /** One that has begun, or null if nobody records. */
  static @Nullable StreamEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    StreamEvent event = new StreamEvent();
    event.begin();
    return event;
  }

  void finish(Stream stream, TerminationCode code) {
    end();
    if (!shouldCommit()) {
      return;
    }
    ServerConnector connector = stream.connector();
    Server last = connector.lastServer();
    number = stream.number();
    client = Addresses.text(stream.session().client());
    frontend = stream.session().frontend().name();
    backend = connector.backend().name();
    server = last == null ? null : last.name();
    bytesFromClient = stream.bytesFromClient();
    bytesToClient = stream.bytesToClient();
    queued = connector.queuedFor();
    connected = connector.connectedIn();
    retries = connector.retries();
    termination = code.toString();
    commit();
  }
}
