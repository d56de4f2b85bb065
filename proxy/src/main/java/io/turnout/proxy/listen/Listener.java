package io.turnout.proxy.listen;

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
import io.turnout.proxy.log.LogLine;
import java.util.ArrayList;
import java.util.List;

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
  private final XprtFactory xprt;
  private final MuxFactory mux;
  private final StreamOpener streams;
  private final ConnectionLimit connections;
  private final List<LoopAcceptor> acceptors = new ArrayList<>();

  /** Bound, and not accepting yet. */
  public Listener(
      Frontend frontend,
      BindConfig config,
      Listening listening,
      AcceptGate gate,
      XprtFactory xprt,
      MuxFactory mux,
      StreamOpener streams) {
    this.frontend = frontend;
    this.config = config;
    this.listening = listening;
    this.gate = gate;
    this.xprt = xprt;
    this.mux = mux;
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
    connection.installXprt(xprt);
    if (!connection.installMux(mux, null, null)) {
      connection.release();
    }
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
