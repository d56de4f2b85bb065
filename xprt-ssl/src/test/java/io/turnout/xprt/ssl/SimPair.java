package io.turnout.xprt.ssl;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Plugins;
import io.turnout.tck.sim.SimDriver;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A client and a server that talk through a simulated network. */
final class SimPair implements AcceptHandler {
  static final Address ADDRESS = new Ip4Address(0x0a000002, 443);

  final Simulation simulation;
  final SimNetwork network;
  private final SimDriver driver;
  private final EventLoop loop;
  private final XprtFactory raw =
      Plugins.xprts().named("raw").orElseThrow().newFactory(new Traces());
  private final List<XprtFactory> serverLayers;
  private final int bufferBytes;
  private final List<Talker> servers = new ArrayList<>();
  private @Nullable Talker server;

  SimPair(long seed, SimFaults faults, @Nullable XprtFactory serverTls, int bufferBytes) {
    this(seed, faults, bufferBytes, serverTls == null ? List.of() : List.of(serverTls));
  }

  /** The server's connections stand on these, from the socket up. */
  SimPair(long seed, SimFaults faults, int bufferBytes, List<XprtFactory> serverLayers) {
    this.simulation = new Simulation(seed);
    this.network = new SimNetwork(simulation, faults);
    this.serverLayers = serverLayers;
    this.bufferBytes = bufferBytes;
    this.loop = network.newLoop(0, 16384, Integer.MAX_VALUE, (seed & 1) == 0);
    this.driver = new SimDriver(simulation, network, List.of(loop));
    network.listen(ADDRESS, ListenOptions.DEFAULT).acceptOn(loop, this);
  }

  /** A client that connects. */
  Talker connect(@Nullable XprtFactory tls) {
    return connect(
        Connection.outgoing(loop, () -> "server"), tls == null ? List.of() : List.of(tls));
  }

  /** A client that connects for another one, through these layers. */
  Talker connectFor(Address source, Address destination, List<XprtFactory> layers) {
    Connection origin = Connection.accepted(loop, () -> "origin", new NoSession());
    origin.speaksFor(source, destination);
    return connect(Connection.outgoing(loop, () -> "server", origin), layers);
  }

  /** A client that connects through these layers, from the socket up. */
  Talker connectThrough(List<XprtFactory> layers) {
    return connect(Connection.outgoing(loop, () -> "server"), layers);
  }

  private Talker connect(Connection connection, List<XprtFactory> layers) {
    network.connect(connection, ADDRESS, ConnectOptions.DEFAULT);
    connection.installXprt(raw);
    layers.forEach(connection::installXprt);
    server = null;
    Talker client = new Talker(connection, bufferBytes);
    if (layers.isEmpty()) {
      until(() -> server != null);
      client.ready(connection);
    }
    return client;
  }

  /** Who answers the client that connected last. */
  Talker server() {
    until(() -> server != null);
    return Objects.requireNonNull(server);
  }

  /** All who answer clients so far. */
  List<Talker> servers() {
    return servers;
  }

  /** Runs until something is so, which it must become. */
  void until(BooleanSupplier done) {
    if (!driver.runUntil(done)) {
      StringBuilder text = new StringBuilder("it never comes so far:\n");
      network.describe(text);
      throw simulation.violation(text.toString());
    }
  }

  /** Lets so much time pass. */
  void pass(Duration time) {
    AtomicBoolean passed = new AtomicBoolean();
    simulation.after(time.toNanos(), () -> passed.set(true));
    until(passed::get);
  }

  /** Runs until nothing happens any more. */
  void settle() {
    driver.runUntil(() -> false);
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public Connection newConnection(EventLoop on) {
    return Connection.accepted(on, () -> "client", new NoSession());
  }

  @Override
  public void accepted(Connection connection) {
    connection.installXprt(raw);
    serverLayers.forEach(connection::installXprt);
    Talker accepted = new Talker(connection, bufferBytes);
    if (serverLayers.isEmpty()) {
      accepted.ready(connection);
    }
    server = accepted;
    servers.add(accepted);
  }

  @Override
  public void starved(String reason) {
    throw new AssertionError(reason);
  }
}
