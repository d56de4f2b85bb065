package io.turnout.proxy.listen;

import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.Target;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.Acceptor;
import io.turnout.core.net.Listening;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.SyslogLevel;
import io.turnout.proxy.config.TimeoutsConfig;
import io.turnout.proxy.log.LogLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code bind} line's socket, and what its connections are made of.
 *
 * <p><b>Thread:</b> any, where nothing else is said.
 */
public final class Listener implements Target, AcceptHandler {
  private final Frontend frontend;
  private final BindConfig config;
  private final Listening listening;
  private final AcceptGate gate;
  private final ClientLayers layers;
  private final StreamOpener streams;
  private final ConnectionLimit connections;
  private final List<LoopAcceptor> acceptors = new ArrayList<>();
  private final Set<Embryo> embryos = new HashSet<>();

  /** Bound, and not accepting yet. */
  public Listener(
      Frontend frontend,
      BindConfig config,
      Listening listening,
      AcceptGate gate,
      ClientLayers layers,
      StreamOpener streams) {
    this.frontend = frontend;
    this.config = config;
    this.listening = listening;
    this.gate = gate;
    this.layers = layers;
    this.streams = streams;
    this.connections = new ConnectionLimit(config.maxConnections());
  }

  /** Begins to accept on a loop. <b>Thread:</b> that loop's. */
  public void acceptOn(EventLoop loop) {
    Acceptor acceptor = listening.acceptOn(loop, this);
    synchronized (acceptors) {
      acceptors.add(new LoopAcceptor(loop, acceptor));
    }
  }

  /** Accepts no more on that loop. <b>Thread:</b> that loop's. */
  public void closeOn(EventLoop loop) {
    for (LoopAcceptor acceptor : acceptors()) {
      if (acceptor.loop == loop) {
        acceptor.acceptor.close();
      }
    }
  }

  /** Closes the socket, after {@link #closeOn} for each loop. */
  public void close() {
    listening.close();
  }

  /** Its part of the configuration. */
  public BindConfig config() {
    return config;
  }

  /** Its frontend. */
  public Frontend frontend() {
    return frontend;
  }

  /** Its socket. */
  public Listening listening() {
    return listening;
  }

  /** How many connections it has. */
  public ConnectionLimit connections() {
    return connections;
  }

  /** How many connections the process has. */
  public ConnectionLimit processConnections() {
    return gate.process();
  }

  @Override
  public String name() {
    return config.displayName();
  }

  @Override
  public boolean isFull() {
    boolean full =
        connections.isReached() || frontend.connections().isReached() || gate.process().isReached();
    if (full) {
      gate.waitForRoom(this);
      // A connection may have gone between the look and the wait.
      return connections.isReached()
          || frontend.connections().isReached()
          || gate.process().isReached();
    }
    return false;
  }

  @Override
  public Connection newConnection(EventLoop loop) {
    gate.process().add();
    frontend.connections().add();
    connections.add();
    return new ClientSession(this, loop).connection();
  }

  @Override
  public void accepted(Connection connection) {
    Layers made = layers.of(connection);
    if (made == null) {
      connection.ctl().resetOnClose();
      connection.release();
      return;
    }
    made.installXprts(connection);
    if (connection.any(ConnFlags.WAIT_XPRT)) {
      Embryo embryo = new Embryo(this, connection, handshakeNanos());
      synchronized (embryos) {
        embryos.add(embryo);
      }
    } else {
      begin(connection);
    }
  }

  /**
   * The transports of a connection are ready.
   *
   * @return false if there can be no mux, and the connection is closed
   */
  boolean begin(Connection connection) {
    boolean begun = connection.installMux(layers.usual().muxFor(connection), null, null);
    if (!begun) {
      connection.release();
    }
    return begun;
  }

  /** As {@link Layers#agreedMux}, of one of its connections. */
  public @Nullable MuxFactory agreedMux(Connection connection) {
    return layers.usual().agreedMux(connection);
  }

  /** TLS that a rule may start with its clients, or null. */
  public @Nullable XprtFactory laterTls() {
    return layers.usual().laterTls();
  }

  /** An embryo is none any more. */
  void born(Embryo embryo) {
    synchronized (embryos) {
      embryos.remove(embryo);
    }
  }

  /** Ends all connections of a loop that have no stream yet. <b>Thread:</b> the loop's. */
  public void endEmbryosOn(EventLoop loop) {
    List<Embryo> ended;
    synchronized (embryos) {
      ended = embryos.stream().filter(embryo -> embryo.connection().loop() == loop).toList();
    }
    ended.forEach(Embryo::end);
  }

  private long handshakeNanos() {
    TimeoutsConfig timeouts = frontend.config().timeouts();
    return timeouts.clientHandshakeNanos() > 0
        ? timeouts.clientHandshakeNanos()
        : timeouts.clientNanos();
  }

  @Override
  public void starved(String reason) {
    frontend
        .log()
        .message(
            SyslogLevel.EMERG,
            "Proxy " + frontend.name() + " cannot accept on " + name() + ": " + reason + ".",
            LogLine.onSystemClock());
  }

  StreamOpener streams() {
    return streams;
  }

  /** One of its connections has closed. */
  void left() {
    connections.remove();
    frontend.connections().remove();
    gate.process().remove();
    if (gate.isAwaited()) {
      gate.roomFreed();
    }
  }

  /** Lets resting acceptors go on. */
  void resume() {
    for (LoopAcceptor acceptor : acceptors()) {
      acceptor.loop.execute(acceptor.acceptor::resume);
    }
  }

  private List<LoopAcceptor> acceptors() {
    synchronized (acceptors) {
      return List.copyOf(acceptors);
    }
  }

  private record LoopAcceptor(EventLoop loop, Acceptor acceptor) {}
}
