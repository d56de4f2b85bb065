package io.turnout.proxy.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.Tlv;
import io.turnout.core.loop.EventLoop;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.listen.ClientSession;
import io.turnout.proxy.listen.HeaderField;
import io.turnout.proxy.listen.Listener;
import io.turnout.proxy.log.AccessLogger;
import io.turnout.proxy.log.LogFormat;
import io.turnout.proxy.log.LogLine;
import io.turnout.proxy.log.LogRecord;
import io.turnout.proxy.log.TerminationCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a loop's streams to the access log. One for each loop, as it has the form that they fill
 * in.
 *
 * <p><b>Thread:</b> the loop's.
 */
final class StreamReport {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LogRecord record = new LogRecord();
  private final LogLine line;

  StreamReport(EventLoop loop) {
    this.line = LogLine.onClock(loop.clock()::epochMillis);
  }

  /** A stream begins. */
  void started(ClientSession session) {
    AccessLogger log = session.frontend().accessLog();
    if (log.tellsStart()) {
      fill(session);
      record.destination = session.connection().destination();
      log.sessionStarted(record, line);
    }
  }

  /** A stream has ended, or is established and told of early. */
  void ended(Stream stream, TerminationCode termination, boolean early) {
    ClientSession session = stream.session();
    AccessLogger log = session.frontend().accessLog();
    if (!log.tellsEnd()) {
      return;
    }
    fill(stream);
    if (log.tellsEnds()) {
      record.destination = session.connection().destination();
      record.serverSource = stream.connector().source();
    }
    record.early = early;
    record.termination = termination;
    record.clientMuxExit = stream.endings().clientMuxExit();
    record.serverMuxExit = stream.endings().serverMuxExit();
    log.sessionEnded(record, line);
  }

  /** What the PROXY header to the server that is called is to tell. */
  List<Tlv> headerFields(Stream stream, List<HeaderField> formats) {
    fill(stream);
    record.destination = stream.session().connection().destination();
    return formats.stream()
        .map(f -> new Tlv(f.type(), f.format().bytes(record, line, f.maxBytes())))
        .toList();
  }

  private void fill(Stream stream) {
    fill(stream.session());
    ServerConnector connector = stream.connector();
    if (stream.hasBackend()) {
      record.backend = connector.backend().name();
    }
    Server server = connector.lastServer();
    record.server = server == null ? null : server.name();
    record.serverAddress = server == null ? null : server.config().address();
    record.queueMillis = millis(connector.queuedFor());
    record.connectMillis = millis(connector.connectedIn());
    record.totalMillis = millis(stream.age());
    record.bytesFromClient = stream.bytesFromClient();
    record.bytesToClient = stream.bytesToClient();
    record.backendConnections = connector.backend().current();
    record.serverConnections = server == null ? 0 : server.current();
    record.retries = connector.retries();
    record.redispatched = connector.isRedispatched();
    record.serverQueuePosition = connector.serverQueuePosition();
    record.backendQueuePosition = connector.backendQueuePosition();
    record.streamNumber = stream.number();
    record.uniqueId = uniqueId(stream);
  }

  /** Made once of what is known when somebody first asks for it, as HAProxy's. */
  private @Nullable String uniqueId(Stream stream) {
    LogFormat format = stream.session().frontend().uniqueIds();
    if (format != null && stream.uniqueId == null) {
      record.destination = stream.session().connection().destination();
      stream.uniqueId =
          new String(format.bytes(record, line, HeaderField.LONGEST_UNIQUE_ID), UTF_8);
    }
    return stream.uniqueId;
  }

  /** The client's connection did not turn to TLS, or its TLS broke in the data. */
  void clientFailed(ClientSession session) {
    Connection failed = session.connection();
    fill(session);
    session
        .frontend()
        .accessLog()
        .connectionFailed(record, failed.errorText(), failed.error().isNothing(), line);
  }

  /** The last server's connection failed before the data, or as a client's may. */
  void serverFailed(Stream stream, Connection failed) {
    ClientSession session = stream.session();
    fill(session);
    record.backend = stream.connector().backend().name();
    record.server = failed.target().name();
    session.frontend().accessLog().serverFailed(record, failed.errorText(), line);
  }

  private void fill(ClientSession session) {
    Listener listener = session.listener();
    record.clear();
    record.client = session.client();
    record.listenerId = listener.config().id();
    record.listenerName = listener.name();
    record.acceptMillis = session.acceptedMillis();
    SecureXprt tls = session.connection().secureXprt();
    record.clientTls = tls != null;
    record.tlsVersion = tls == null ? null : tls.protocol();
    record.tlsCipher = tls == null ? null : tls.cipherName();
    record.frontend = session.frontend().name();
    record.backend = session.frontend().name();
    record.processConnections = listener.processConnections().current();
    record.frontendConnections = session.frontend().connections().current();
  }

  private static long millis(long nanos) {
    return nanos < 0 ? -1 : nanos / NANOS_PER_MILLI;
  }
}
