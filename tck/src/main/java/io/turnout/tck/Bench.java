package io.turnout.tck;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Session;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.Acceptor;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Side;
import io.turnout.tck.sim.SimCtl;
import io.turnout.tck.sim.SimDriver;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.SimRemote;
import io.turnout.tck.sim.SimViolation;
import io.turnout.tck.sim.Simulation;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one rule: one connection on a simulated network and the peer at its other end. What
 * runs on the connection is a subclass's.
 */
abstract class Bench implements AcceptHandler {
  private static final Address SERVER = new Ip4Address(0x0a000101, 8000);
  private static final Address CLIENT = new Ip4Address(0x0a000201, 30_000);
  private static final Address FRONT = new Ip4Address(0x0a000002, 80);
  private static final int BUFFER_BYTES = 1024;
  private static final int BUFFERS = 1000;
  private static final int MOST_SEGMENTS = 60;
  private static final long LONG_NANOS = 3_000_000_000_000L;

  private final Rule rule;
  private final long seed;
  private final Simulation simulation;
  private final Traces traces = new Traces();
  private SimNetwork network;
  private EventLoop loop;
  private SimDriver driver;
  private long cases;
  private int tasklets;
  private @Nullable Throwable expected;
  private @Nullable Side side;
  private @Nullable Connection connection;
  private @Nullable SimCtl socketCtl;
  private @Nullable WatchedCtl ctl;
  private @Nullable SimRemote peer;

  Bench(Rule rule, long seed) {
    this.rule = rule;
    this.seed = seed;
    this.cases = seed;
    this.simulation = new Simulation(seed);
    this.network = new SimNetwork(simulation, SimFaults.NONE);
    this.loop = newLoop();
    this.driver = new SimDriver(simulation, network, List.of(loop));
    this.tasklets = loop.scheduler().living();
  }

  private EventLoop newLoop() {
    return network.newLoop(0, BUFFER_BYTES, BUFFERS, simulation.random().nextInt(4) > 0);
  }

  /** A network with faults, before anything is opened. */
  void faults(SimFaults faults) {
    loop.close();
    network = new SimNetwork(simulation, faults);
    loop = newLoop();
    driver = new SimDriver(simulation, network, List.of(loop));
    tasklets = loop.scheduler().living();
  }

  Rule rule() {
    return rule;
  }

  long seed() {
    return seed;
  }

  Simulation simulation() {
    return simulation;
  }

  SplittableRandom random() {
    return simulation.random();
  }

  SimNetwork network() {
    return network;
  }

  EventLoop loop() {
    return loop;
  }

  Traces traces() {
    return traces;
  }

  Side side() {
    return Objects.requireNonNull(side);
  }

  Connection connection() {
    return Objects.requireNonNull(connection);
  }

  boolean isConnectionMade() {
    return connection != null;
  }

  WatchedCtl ctl() {
    return Objects.requireNonNull(ctl);
  }

  /** The simulated socket's own control layer, for a run that plays the poller. */
  SimCtl socketCtl() {
    return Objects.requireNonNull(socketCtl);
  }

  boolean isPeerMade() {
    return peer != null;
  }

  SimRemote peer() {
    return Objects.requireNonNull(peer);
  }

  /** One of so many cases: seeds from 0 on go through all of them and all that is chosen after. */
  int choose(int count) {
    int chosen = (int) (cases % count);
    cases /= count;
    return chosen;
  }

  /** As many bytes as this network carries in a few steps, or none; at most so many. */
  int anyLength(int mostBytes) {
    long carried = (long) network.faults().narrowestBytes() * MOST_SEGMENTS;
    int most = (int) Math.min(mostBytes, carried);
    return random().nextInt(8) == 0 ? 0 : random().nextInt(most) + 1;
  }

  /** Lets everything that newFactory registered tell the ring of events. */
  void listenToTraces() {
    for (TraceSource source : traces.sources()) {
      source.start(
          TraceLevel.DEVELOPER, TraceVerbosity.CLEAN, (from, level, text) -> simulation.tell(text));
    }
  }

  /** Makes the connection; {@link #opened} then runs as soon as it has its control layer. */
  void connect(Side which) {
    side = which;
    if (which == Side.FRONT) {
      Listening listening = network.listen(FRONT, ListenOptions.DEFAULT);
      Acceptor acceptor = listening.acceptOn(loop, this);
      take(SimRemote.on(simulation, network.dial(CLIENT, FRONT)));
      run(() -> connection != null);
      acceptor.close();
      listening.close();
    } else {
      network.serve(SERVER, socket -> take(SimRemote.on(simulation, socket)));
      Connection outgoing = newOutgoing();
      connection = outgoing;
      network.connect(outgoing, SERVER, ConnectOptions.DEFAULT);
      watchCtl(outgoing);
      opened();
    }
  }

  private void take(SimRemote made) {
    peer = made;
    met(made);
  }

  /** There is a peer, which has done nothing yet. */
  void met(SimRemote made) {
    // Its bytes are the socket's, and it sends what it is told to.
  }

  /** A connection that is going to be opened. */
  Connection newOutgoing() {
    return Connection.outgoing(loop, () -> "server");
  }

  /** An address at which nobody is. */
  Address unserved() {
    return CLIENT;
  }

  /** An outgoing connection that failed before it got anything. */
  void failToConnect() {
    side = Side.BACK;
    connection = Connection.outgoing(loop, () -> "server");
  }

  /** Waits until an outgoing connection is up. */
  void awaitConnected() {
    run(() -> peer != null && !connection().any(ConnFlags.WAIT_XPRT));
  }

  /** The connection has its socket. */
  abstract void opened();

  /** The session of an accepted connection. */
  abstract Session session();

  @Override
  public boolean isFull() {
    return connection != null;
  }

  @Override
  public Connection newConnection(EventLoop on) {
    return Connection.accepted(on, () -> "listener", session());
  }

  @Override
  public void accepted(Connection accepted) {
    connection = accepted;
    watchCtl(accepted);
    opened();
  }

  @Override
  public void starved(String reason) {
    throw simulation.violation("the simulated acceptor is starved: " + reason);
  }

  private void watchCtl(Connection of) {
    if (of.ctl() instanceof SimCtl simulated) {
      socketCtl = simulated;
    }
    WatchedCtl watched = new WatchedCtl(of.ctl());
    ctl = watched;
    of.open(watched);
  }

  /** Runs until nothing more can happen. */
  void settle() {
    driver.runUntil(
        () -> {
          checkStep();
          return false;
        },
        simulation.clock().nanoTime() + LONG_NANOS);
    checkStep();
  }

  /** Runs until it is so; complains if nothing more can happen before. */
  void run(BooleanSupplier until) {
    if (!runs(until)) {
      throw violation(Rule.INV_05, "nothing more happens, and the run is not done");
    }
  }

  /** Runs until it is so, or nothing more can happen: whether it is so. */
  boolean runs(BooleanSupplier until) {
    return driver.runUntil(
        () -> {
          checkStep();
          return until.getAsBoolean();
        },
        simulation.clock().nanoTime() + LONG_NANOS);
  }

  /** One turn of the loop, whatever it finds. */
  void turn() {
    loop.turn(0);
    checkStep();
  }

  /** What must hold between any two steps. */
  void checkStep() {
    Throwable thrown = loop.faults().first();
    if (thrown != null && !thrown.equals(expected)) {
      throw thrownBy(thrown);
    }
    simulation.rethrow();
  }

  /** What will be thrown, and is no violation. */
  <T extends Throwable> T expect(T thrown) {
    expected = thrown;
    return thrown;
  }

  /** A violation for what a plugin threw. */
  SimViolation thrownBy(Throwable thrown) {
    if (thrown instanceof SimViolation found) {
      return found;
    }
    SimViolation violation = violation(ruleOf(thrown), "it threw " + thrown);
    violation.initCause(thrown);
    return violation;
  }

  /** The rule of this run is broken unless it is so. */
  void check(boolean kept, String found, Object... arguments) {
    require(rule, kept, found, arguments);
  }

  /** A rule is broken unless it is so. */
  void require(Rule which, boolean kept, String found, Object... arguments) {
    if (!kept) {
      throw violation(which, found, arguments);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of every plugin
  SimViolation violation(Rule which, String found, Object... arguments) {
    return simulation.violation(which.id() + ": " + found.formatted(arguments));
  }

  /** The plugin lacks what this rule speaks of, and has refused as it must. */
  Refused refused(String why) {
    return new Refused(why);
  }

  /** Ends what is open, then sees whether anything is left. */
  void finish() {
    end();
    if (connection != null) {
      connection.release();
    }
    settle();
    if (peer != null) {
      peer.close();
    }
    settle();
    checkNothingLeft(Rule.INV_03);
    loop.close();
  }

  /** Nothing is open, lent or living that was not at the beginning. */
  void checkNothingLeft(Rule which) {
    require(which, network.descriptors() == 0, "%d sockets are open", network.descriptors());
    require(which, loop.buffers().lent() == 0, "%d buffers are lent", loop.buffers().lent());
    require(which, loop.pipes().lent() == 0, "%d pipes are lent", loop.pipes().lent());
    int left = loop.scheduler().living() - tasklets;
    require(which, left == 0, "%d tasklets more than at the beginning", left);
  }

  /** Ends what the subclass has opened. */
  abstract void end();

  /** How things stand, for people. */
  void describe(StringBuilder to) {
    if (connection != null) {
      to.append("  ");
      connection.describe(to);
      to.append('\n');
    }
    if (peer != null) {
      to.append("  peer received=").append(peer.receivedBytes());
      to.append(peer.hasShut() ? " shut" : "").append(peer.hasEnded() ? " ended" : "");
      to.append(" failure=").append(peer.failure()).append('\n');
    }
  }

  Buffer takeBuffer() {
    return Objects.requireNonNull(loop.buffers().take());
  }

  /** What core complains of when a plugin breaks a rule. */
  private Rule ruleOf(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (message.startsWith("another subscriber")) {
      return Rule.SUB_02;
    }
    if (message.startsWith("unsubscribed by")) {
      return Rule.SUB_04;
    }
    if (message.contains("twice")) {
      return Rule.INV_03;
    }
    if (message.contains("freed")) {
      return Rule.INV_04;
    }
    return rule.name().startsWith("INV") ? Rule.INV_07 : rule;
  }

  /** What the plugin cannot do, it has refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why, null, false, false);
    }
  }
}
