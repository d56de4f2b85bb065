package io.turnout.proxy.stream;

import io.turnout.core.address.Address;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Task;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.backend.ServerRequest;
import io.turnout.proxy.backend.SlotWaiter;
import io.turnout.proxy.listen.Layers;
import io.turnout.proxy.log.TerminationCode.Cause;
import io.turnout.proxy.log.TerminationCode.State;
import org.jspecify.annotations.Nullable;

/**
 * Gets a stream its server connection.
 *
 * <pre>
 *   IDLE ──start──▶ QUEUED ──granted──▶ CONNECTING ──up──▶ ESTABLISHED ──release──▶ IDLE
 *            └───────────────────────────▲    │ failed
 *                                        │    ▼
 *                     same server: after a wait (TURN_AROUND); redispatch: at once; no try left: ends
 * </pre>
 */
final class ServerConnector implements SlotWaiter {
  private static final long MAX_TURN_AROUND_NANOS = 1_000_000_000;

  private enum Phase {
    IDLE,
    QUEUED,
    CONNECTING,
    TURN_AROUND,
    ESTABLISHED
  }

  private final Stream stream;
  private final StreamSettings settings;
  private final EventLoop loop;
  private Phase phase = Phase.IDLE;
  private final ServerRequest request;
  private @Nullable Server lastServer;
  private @Nullable Connection latest;
  private @Nullable Address source;
  private boolean redispatched;
  private int retries;
  private long deadlineNanos = Task.NEVER;
  private long startedNanos;
  private long assignedNanos = -1;
  private long establishedNanos = -1;

  ServerConnector(Stream stream, StreamSettings settings, EventLoop loop) {
    this.stream = stream;
    this.settings = settings;
    this.loop = loop;
    this.request = new ServerRequest(this, stream.session().client());
  }

  /** Begins to look for a server. */
  void start() {
    startedNanos = loop.now();
    assign(null);
  }

  /** Whether bytes can move. */
  boolean isEstablished() {
    return phase == Phase.ESTABLISHED;
  }

  /** Something has happened: a place was granted, the connection is up, or it failed. */
  void proceed() {
    switch (phase) {
      case QUEUED -> takeSlot();
      case CONNECTING -> lookAtConnection();
      case IDLE, TURN_AROUND, ESTABLISHED -> {}
    }
  }

  /** When {@link #expire()} is due; until the connection is established. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** The time that was set has come. */
  void expire() {
    switch (phase) {
      case QUEUED -> {
        if (!takeSlot()) {
          stream.end(Cause.SERVER_TIMEOUT);
        }
      }
      case CONNECTING -> {
        Connection late = latest;
        if (late != null) {
          late.fail(late.timeoutError());
        }
        failed(Cause.SERVER_TIMEOUT);
      }
      case TURN_AROUND -> connect();
      case IDLE, ESTABLISHED -> {}
    }
  }

  /** Gives up whatever it has: a place in a queue, a connection, a slot of a server. */
  void release() {
    phase = Phase.IDLE;
    disconnect();
    settings.backend().release(request);
  }

  /** What the stream is at, for the log. */
  State state() {
    return switch (phase) {
      case IDLE -> lastServer != null ? State.LAST_DATA : State.REQUEST;
      case QUEUED -> State.QUEUE;
      case CONNECTING, TURN_AROUND -> State.CONNECT;
      case ESTABLISHED -> State.DATA;
    };
  }

  /** Another stream left a slot to this one. <b>Thread:</b> any. */
  @Override
  public void slotGranted() {
    stream.task().wakeRemotely(Tasklet.WOKEN_RES);
  }

  Backend backend() {
    return settings.backend();
  }

  /** The server that it has, or had last; null if it never got one. */
  @Nullable Server lastServer() {
    return lastServer;
  }

  /** The connection to it, or the last attempt's, which may have gone; null if none was made. */
  @Nullable Connection connection() {
    return latest;
  }

  /** Our own end of the connection to the server; null if it is not known. */
  @Nullable Address source() {
    return source;
  }

  /** Asks for our own end of the connection, which is not known any more once it is closed. */
  void keepSource() {
    Connection connection = latest;
    source = connection == null ? null : connection.source();
  }

  int retries() {
    return retries;
  }

  boolean isRedispatched() {
    return redispatched;
  }

  int serverQueuePosition() {
    return request.serverQueuePosition();
  }

  int backendQueuePosition() {
    return request.backendQueuePosition();
  }

  /** Nanoseconds until a place was got; -1 if none was. */
  long queuedFor() {
    return assignedNanos < 0 ? -1 : assignedNanos - startedNanos;
  }

  /** Nanoseconds from the place to the connection; -1 if there was none. */
  long connectedIn() {
    return establishedNanos < 0 ? -1 : establishedNanos - assignedNanos;
  }

  private void assign(@Nullable Server avoid) {
    switch (settings.backend().assign(request, avoid)) {
      case ASSIGNED -> takeSlot();
      case QUEUED -> {
        phase = Phase.QUEUED;
        setDeadline(settings.queueNanos());
      }
      case NONE -> {
        phase = Phase.CONNECTING;
        stream.end(Cause.SERVER_ABORT);
      }
    }
  }

  /** Connects to the server of which there is a slot now, if there is one. */
  private boolean takeSlot() {
    Server server = request.server();
    if (server == null) {
      return false;
    }
    lastServer = server;
    if (assignedNanos < 0) {
      assignedNanos = loop.now();
    }
    connect();
    return true;
  }

  private void connect() {
    Server target = request.server();
    if (target == null) {
      return;
    }
    phase = Phase.CONNECTING;
    stream.back().trace(TraceLevel.STATE, TraceSource.STREAM, "connect", null, retries);
    setDeadline(settings.connectNanos());
    Connection client = stream.session().connection();
    Connection connection = Connection.outgoing(loop, target, client);
    latest = connection;
    Address address = ServerAddress.of(target.config(), client);
    settings.network().connect(connection, address, settings.connect());
    if (!connection.any(ConnFlags.ERROR)) {
      Layers layers = settings.layersTo(target);
      connection.tlvs(stream.headerFields(layers.fields()));
      layers.installXprts(connection);
      if (!connection.installMux(layers.muxFor(connection), stream.back().conn(), null)) {
        connection.release();
        stream.end(Cause.INTERNAL);
        return;
      }
    }
    lookAt(connection);
  }

  private void lookAtConnection() {
    Connection connection = stream.back().conn().connection();
    if (connection != null) {
      lookAt(connection);
    } else {
      failed(Cause.SERVER_ABORT);
    }
  }

  private void lookAt(Connection connection) {
    if (connection.any(ConnFlags.ERROR)) {
      failed(causeOf(connection.error()));
    } else if (!connection.any(ConnFlags.WAIT_XPRT)) {
      Server server = request.server();
      // They may have agreed on another protocol than the mux speaks that waited for them.
      if (server != null
          && !settings.swaps().agree(connection, settings.layersTo(server).agreedMux(connection))) {
        stream.end(Cause.INTERNAL);
        return;
      }
      phase = Phase.ESTABLISHED;
      establishedNanos = loop.now();
      stream.established();
    }
  }

  private void failed(Cause cause) {
    stream.back().trace(TraceLevel.ERROR, TraceSource.STREAM, "connectFailed", null, retries);
    disconnect();
    Server tried = request.server();
    if (tried == null) {
      return;
    }
    if (retries >= settings.backend().config().retries()) {
      tried.counters().connectFailed();
      stream.end(cause);
      return;
    }
    retries++;
    if (redispatchesNow() && settings.backend().hasAlternative(tried)) {
      tried.counters().redispatched();
      redispatched = true;
      phase = Phase.IDLE;
      settings.backend().release(request);
      assign(tried);
    } else {
      tried.counters().retried();
      phase = Phase.TURN_AROUND;
      setDeadline(Math.min(MAX_TURN_AROUND_NANOS, settings.connectNanos()));
    }
  }

  /** {@code option redispatch}: on every Nth retry, or on the Nth before the last. */
  private boolean redispatchesNow() {
    int interval = settings.backend().config().redispatchInterval();
    if (interval == 0) {
      return false;
    }
    int left = settings.backend().config().retries() - retries;
    return interval > 0 ? retries % interval == 0 : left == -interval - 1;
  }

  private void disconnect() {
    stream.back().conn().detach();
  }

  private void setDeadline(long nanos) {
    deadlineNanos = nanos == Task.NEVER ? Task.NEVER : loop.now() + nanos;
    stream.deadlines().set(deadlineNanos);
  }

  private static Cause causeOf(ConnError error) {
    return switch (error) {
      case CONF_FDLIM, PROC_FDLIM, SYS_FDLIM, SYS_MEMLIM, FREE_PORTS, ADDR_INUSE, CANT_BIND ->
          Cause.RESOURCE;
      case PLUGIN -> Cause.INTERNAL;
      default -> Cause.SERVER_ABORT;
    };
  }
}
