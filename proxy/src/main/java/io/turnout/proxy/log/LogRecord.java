package io.turnout.proxy.log;

import io.turnout.core.address.Address;
import io.turnout.core.conn.MuxExitStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a log line can tell of a session. One for each loop: whoever logs calls {@link #clear()},
 * fills in what is known, and hands it to an {@link AccessLogger}, which keeps no reference.
 *
 * <p>Open fields, since this is a form to fill in and not an object with a state to guard.
 */
public final class LogRecord {
  /** The client, as its socket or a PROXY header says. */
  public @Nullable Address client;

  /** The address that the client connected to. */
  public @Nullable Address destination;

  /** The address from which the server was called. */
  public @Nullable Address serverSource;

  /** The server's own address. */
  public @Nullable Address serverAddress;

  /** Number of the {@code bind} line: stands for the port where the listener is a UNIX socket. */
  public int listenerId;

  /** Name of the {@code bind} line, or {@code sock-N}. Only connection errors tell it. */
  public String listenerName = "";

  /** When the connection was accepted, in milliseconds since 1970. */
  public long acceptMillis;

  public String frontend = "";

  /** Name of the backend; the frontend's where none was chosen. */
  public String backend = "";

  /** Name of the server; null where none was reached, which prints {@code <NOSRV>}. */
  public @Nullable String server;

  /** Whether the client side speaks TLS: a {@code ~} behind the frontend's name. */
  public boolean clientTls;

  /** What {@code unique-id-format} calls the stream; null where it says nothing. */
  public @Nullable String uniqueId;

  public @Nullable String tlsVersion;
  public @Nullable String tlsCipher;

  /** Duration of handshakes before the data; 0 where there was none. */
  public long handshakeMillis;

  /** From the end of the handshakes to leaving the queue; -1 where no server was asked for. */
  public long queueMillis;

  /** From leaving the queue to the established connection; -1 where there was none. */
  public long connectMillis;

  /** From accept to the end. */
  public long totalMillis;

  /** Whether the line is written before the session's end, so that totals are not final. */
  public boolean early;

  /** Bytes that came from the server. */
  public long bytesToClient;

  /** Bytes that the client sent, whether a server has seen them or not. */
  public long bytesFromClient;

  public TerminationCode termination = TerminationCode.NORMAL;

  /** How the work of the client's mux ended; null while it has not. */
  public @Nullable MuxExitStatus clientMuxExit;

  /** How the work of the mux to the server ended; null while it has not, or if there was none. */
  public @Nullable MuxExitStatus serverMuxExit;

  /** Connections at this moment: of the process, the frontend, the backend and the server. */
  public int processConnections;

  public int frontendConnections;
  public int backendConnections;
  public int serverConnections;

  public int retries;

  /** Whether the last server was chosen by {@code option redispatch}. */
  public boolean redispatched;

  /** How many sessions were ahead in the server's and in the backend's queue. */
  public int serverQueuePosition;

  public int backendQueuePosition;

  /** Number of the stream in this process. */
  public long streamNumber;

  /** Number of this line among the frontend's; the {@link AccessLogger} writes it. */
  long lineNumber;

  public LogRecord() {
    clear();
  }

  /** Back to a session of which nothing is known. */
  public void clear() {
    client = null;
    destination = null;
    serverSource = null;
    serverAddress = null;
    listenerId = 0;
    listenerName = "";
    acceptMillis = 0;
    frontend = "";
    backend = "";
    server = null;
    clientTls = false;
    uniqueId = null;
    tlsVersion = null;
    tlsCipher = null;
    clearMeasures();
  }

  private void clearMeasures() {
    handshakeMillis = 0;
    queueMillis = -1;
    connectMillis = -1;
    totalMillis = 0;
    early = false;
    bytesToClient = 0;
    bytesFromClient = 0;
    termination = TerminationCode.NORMAL;
    clientMuxExit = null;
    serverMuxExit = null;
    processConnections = 0;
    frontendConnections = 0;
    backendConnections = 0;
    serverConnections = 0;
    retries = 0;
    redispatched = false;
    serverQueuePosition = 0;
    backendQueuePosition = 0;
    streamNumber = 0;
    lineNumber = 0;
  }
}
