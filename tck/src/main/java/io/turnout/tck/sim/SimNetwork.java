package io.turnout.tck.sim;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.net.Network;
import io.turnout.core.net.NetworkException;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The network of a simulation: the program's sockets, for which it stands in the system's place,
 * and those of the peers outside.
 */
public final class SimNetwork implements Network {
  private static final long SYSTEM_GIVES_UP_NANOS = 130_000_000_000L;
  private static final long SYN_AGAIN_NANOS = 1_000_000_000;
  private static final int SYN_TRIES = 6;
  private static final int PROGRAM_IP = 0x0a000001;
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 40_000;

  private final Simulation simulation;
  private final SimFaults faults;
  private final SimPipes pipes;
  private final Map<Integer, SimSocket> programSockets = new LinkedHashMap<>();
  private final Map<Integer, SimListening> listeningSockets = new LinkedHashMap<>();
  private final Map<Address, SimListening> programListens = new LinkedHashMap<>();
  private final Map<Address, Consumer<SimSocket>> servers = new LinkedHashMap<>();
  private final Set<SimCtl> controls = new LinkedHashSet<>();
  private final Traces traces;
  private final TraceSource trace;
  private int lastDescriptor = 2;
  private int lastPort;
  private long progress;
  private int failedConnects;
  private int cuts;

  /** In which nobody listens yet, and whose traces nobody asks for. */
  public SimNetwork(Simulation simulation, SimFaults faults) {
    this(simulation, faults, new Traces());
  }

  /**
   * In which nobody listens yet.
   *
   * @param traces of the instance that runs on it; its sockets and loops have sources there, as
   *     those of the system have
   */
  public SimNetwork(Simulation simulation, SimFaults faults, Traces traces) {
    this.simulation = simulation;
    this.faults = faults;
    this.traces = traces;
    this.trace = traces.source("ctl", "sockets");
    this.pipes = new SimPipes(simulation, faults);
  }

  /** What it belongs to. */
  public Simulation simulation() {
    return simulation;
  }

  /** How bad it is. */
  public SimFaults faults() {
    return faults;
  }

  /** The program's pipes. */
  public SimPipes pipes() {
    return pipes;
  }

  /**
   * A loop on this network, to be turned by a {@link SimDriver}.
   *
   * @param bufferBytes what each of its buffers holds
   * @param maxBuffers how many it may lend at once
   * @param edge whether its poller tells changes, as epoll, or what holds, as poll
   */
  public EventLoop newLoop(int index, int bufferBytes, int maxBuffers, boolean edge) {
    return new EventLoop(
        "sim-" + index,
        index,
        new SimPoller(this, edge),
        simulation.clock(),
        new BufferPool(bufferBytes, maxBuffers),
        new PipePool(pipes),
        traces);
  }

  @Override
  public Listening listen(Address address, ListenOptions options) {
    SimListening listening = new SimListening(this, ++lastDescriptor, address, options);
    if (programListens.putIfAbsent(address, listening) != null) {
      throw new NetworkException("cannot listen at " + address + ": it is in use");
    }
    listeningSockets.put(listening.descriptor(), listening);
    return listening;
  }

  @Override
  public void connect(Connection connection, Address remote, ConnectOptions options) {
    if (!hasDescriptor()) {
      failConnect(connection, ConnError.PROC_FDLIM);
      return;
    }
    SimSocket socket = newProgramSocket(programAddress(), remote);
    SimCtl ctl = SimCtl.connecting(connection, this, socket);
    connection.set(ConnFlags.WAIT_L4);
    socket.startConnecting();
    if (simulation.chance(faults.noPorts())) {
      socket.close(true);
      failConnect(connection, SimErrno.meaning(SimErrno.EADDRNOTAVAIL));
    } else if (!connection.loop().poller().add(ctl)) {
      socket.close(true);
      failConnect(connection, ConnError.SYS_MEMLIM);
    } else {
      connection.open(ctl);
      simulation.note("connect", socket.descriptor(), connection.loop().index());
      tell(TraceLevel.USER, "connect", connection, socket.descriptor());
      sendSyn(socket);
    }
  }

  /** A peer serves there from now on; it gets its end of each connection. */
  public void serve(Address address, Consumer<SimSocket> taker) {
    servers.put(address, taker);
  }

  /** Nobody serves there any more. Connections stay. */
  public void stopServing(Address address) {
    servers.remove(address);
  }

  /** A peer connects to where the program listens. */
  public SimSocket dial(Address from, Address to) {
    SimSocket socket = new SimSocket(this, ++lastDescriptor, from, to);
    socket.startConnecting();
    simulation.after(latency(), () -> synArrives(socket, 1));
    return socket;
  }

  /** Descriptors that the program has open, without those it listens with. */
  public int descriptors() {
    return programSockets.size();
  }

  /** Sockets that the program listens with. */
  public int listenings() {
    return listeningSockets.size();
  }

  /** Whether a connection waits to be accepted by the program. */
  public boolean awaitsAccept() {
    return listeningSockets.values().stream().anyMatch(SimListening::isAcceptable);
  }

  /** Connection attempts of the program that failed by chance, or because nobody was there. */
  public int failedConnects() {
    return failedConnects;
  }

  /** Connections that chance cut. */
  public int cuts() {
    return cuts;
  }

  /** What the program has open, one line each. */
  public void describe(StringBuilder to) {
    for (SimCtl ctl : controls) {
      ctl.connection().describe(to);
      to.append(" / ");
      ctl.socket().describe(to);
      to.append('\n');
    }
  }

  /** Grows with every byte, connection and end. */
  long progress() {
    return progress;
  }

  void progressed() {
    progress++;
  }

  /** Complains of a control layer whose subscriber should have been woken, when nothing runs. */
  void checkWaiters() {
    for (SimCtl ctl : controls) {
      ctl.checkWaiter();
    }
  }

  void wasCut() {
    cuts++;
  }

  void add(SimCtl ctl) {
    controls.add(ctl);
  }

  void remove(SimCtl ctl) {
    controls.remove(ctl);
  }

  long latency() {
    return 1 + simulation.random().nextLong(faults.latencyNanos());
  }

  @Nullable SimSocket socket(int descriptor) {
    return programSockets.get(descriptor);
  }

  boolean isAcceptable(int descriptor) {
    SimListening listening = listeningSockets.get(descriptor);
    return listening != null && listening.isAcceptable();
  }

  boolean hasDescriptor() {
    return programSockets.size() < faults.descriptors();
  }

  /** A socket that was accepted now counts as the program's. */
  void accepted(SimSocket socket) {
    programSockets.put(socket.descriptor(), socket);
    progressed();
  }

  void closed(SimSocket socket) {
    programSockets.remove(socket.descriptor());
    progressed();
  }

  void closed(SimListening listening) {
    listeningSockets.remove(listening.descriptor());
    programListens.remove(listening.address());
  }

  private SimSocket newProgramSocket(Address local, Address remote) {
    SimSocket socket = new SimSocket(this, ++lastDescriptor, local, remote);
    programSockets.put(socket.descriptor(), socket);
    return socket;
  }

  private Address programAddress() {
    return new Ip4Address(PROGRAM_IP, FIRST_PORT + lastPort++ % PORTS);
  }

  private void failConnect(Connection connection, ConnError reason) {
    failedConnects++;
    simulation.note("no connect", reason.ordinal(), 0);
    connection.fail(reason);
    tell(TraceLevel.ERROR, "connect " + reason, connection, 0);
  }

  /** Tells of a connection that is made, or is not. */
  void tell(TraceLevel level, String where, @Nullable Connection connection, long number) {
    if (trace.on()) {
      trace.emit(level, TraceSource.CONNECTION, where, connection, null, null, number);
    }
  }

  TraceSource trace() {
    return trace;
  }

  private void sendSyn(SimSocket socket) {
    if (simulation.chance(faults.refused())) {
      failLater(socket, latency(), SimErrno.ECONNREFUSED);
    } else if (simulation.chance(faults.unreachable())) {
      failLater(socket, latency(), SimErrno.EHOSTUNREACH);
    } else if (simulation.chance(faults.lost())) {
      failLater(socket, SYSTEM_GIVES_UP_NANOS, SimErrno.ETIMEDOUT);
    } else {
      simulation.after(latency(), () -> synArrives(socket, 1));
    }
  }

  private void failLater(SimSocket socket, long nanos, int errno) {
    failedConnects++;
    simulation.after(nanos, () -> socket.connectFailed(errno));
  }

  private void synArrives(SimSocket client, int attempt) {
    if (client.isClosed()) {
      return;
    }
    Consumer<SimSocket> server = servers.get(client.remote());
    SimListening listening = programListens.get(client.remote());
    if (server == null && listening == null) {
      failLater(client, latency(), SimErrno.ECONNREFUSED);
    } else if (listening != null && listening.isFull()) {
      synAgain(client, attempt);
    } else {
      SimSocket end = endOf(client);
      end.connectsTo(client);
      client.connectsTo(end);
      simulation.at(end.arrival(), client::established);
      if (listening != null) {
        listening.queue(end);
      } else if (server != null) {
        server.accept(end);
      }
    }
  }

  private SimSocket endOf(SimSocket client) {
    Address local = client.remote();
    Address remote = client.local();
    return new SimSocket(this, ++lastDescriptor, local, remote);
  }

  private void synAgain(SimSocket client, int attempt) {
    if (attempt == SYN_TRIES) {
      client.cutByChance();
      client.connectFailed(SimErrno.ETIMEDOUT);
    } else {
      simulation.after(SYN_AGAIN_NANOS << attempt, () -> synArrives(client, attempt + 1));
    }
  }
}
