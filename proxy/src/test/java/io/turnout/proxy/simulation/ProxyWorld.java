package io.turnout.proxy.simulation;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Task;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSink;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.backend.Server;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.testing.TwinMux;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugin;
import io.turnout.spi.Plugins;
import io.turnout.spi.TlsProvider;
import io.turnout.spi.XprtProvider;
import io.turnout.tck.sim.SimDriver;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.SimPeer;
import io.turnout.tck.sim.SimScript;
import io.turnout.tck.sim.SimScript.Ending;
import io.turnout.tck.sim.SimSocket;
import io.turnout.tck.sim.Simulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One seed: a proxy, its servers and its clients, from their beginning to their end. */
final class ProxyWorld {
  private static final Plugins<MuxProvider> MUXES = withTwin();
  private static final Plugins<XprtProvider> XPRTS = Plugins.xprts();
  private static final Plugins<HandshakeProvider> HANDSHAKES = Plugins.handshakes();
  private static final Plugins<HandshakeXprtProvider> HANDSHAKE_XPRTS = Plugins.handshakeXprts();
  private static final Plugins<TlsProvider> TLS = Plugins.tls();
  private static final String ENDING = "[stream|strm] end ";
  private static final int PROXY_IP = 0x0a000002;
  private static final int SERVER_IP = 0x0a000101;
  private static final int CLIENT_IP = 0x0a000201;
  private static final int CLIENT_ID = 0x0c000000;
  private static final int SERVER_ID = 0x05000000;
  private static final long CLIENTS_COME_NANOS = 500_000_000;
  private static final long MOST_SEGMENTS = 100;
  private static final long GIVE_UP_NANOS = 3_000_000_000_000L;
  private static final Ending[] ROUGH_ENDINGS = {Ending.CLOSE, Ending.RESET, Ending.SILENCE};

  private final Simulation simulation;
  private final WorldPlan plan;
  private final Traces traces = new Traces();
  private final SimNetwork network;
  private final Proxy proxy;
  private final SimDriver driver;
  private final List<SimPeer> clients = new ArrayList<>();
  private final List<SimPeer> servers = new ArrayList<>();
  private final List<Integer> tasklets = new ArrayList<>();

  /** How many sessions ended with which termination code. */
  private final Map<String, Integer> endings = new TreeMap<>();

  ProxyWorld(long seed) {
    simulation = new Simulation(seed);
    plan = WorldPlan.of(simulation.random());
    network = new SimNetwork(simulation, plan.faults(), traces);
    ProxyParts parts =
        new ProxyParts(
            MUXES,
            XPRTS,
            HANDSHAKES,
            HANDSHAKE_XPRTS,
            TLS,
            network,
            simulation.clock(),
            List.of(),
            traces);
    proxy =
        Proxy.onLoops(
            parse(plan.config()),
            parts,
            (index, tuning) ->
                network.newLoop(index, plan.bufferBytes(), plan.maxBuffers(), plan.edge()));
    driver = new SimDriver(simulation, network, proxy.loops());
    traces.source("stream", "").start(TraceLevel.USER, TraceVerbosity.QUIET, this::noteEnding);
    if (Boolean.getBoolean("turnout.sim.trace")) {
      tellTo((source, level, text) -> System.err.println(text));
    }
  }

  /** Starts all traces. */
  void tellTo(TraceSink sink) {
    TraceSink both =
        (source, level, text) -> {
          noteEnding(source, level, text);
          sink.accept(source, level, text);
        };
    traces
        .sources()
        .forEach(source -> source.start(TraceLevel.DEVELOPER, TraceVerbosity.COMPLETE, both));
  }

  /** Notes how a session ended, as its line in the log would say. */
  private void noteEnding(TraceSource source, TraceLevel level, CharSequence text) {
    int at = text.toString().indexOf(ENDING);
    if (at >= 0) {
      int code = at + ENDING.length();
      endings.merge(text.subSequence(code, code + 2).toString(), 1, Integer::sum);
    }
  }

  /** Runs it to its end, and answers the hash of all that happened. */
  long run() {
    try {
      proxy.loops().forEach(loop -> tasklets.add(loop.scheduler().living()));
      settle();
      startServers();
      startClients();
      runToTheEnd();
      checkPeers();
      checkEndings();
      checkNothingLeft();
      return simulation.traceHash();
    } catch (AssertionError | RuntimeException thrown) {
      throw new AssertionError(describe(), thrown);
    }
  }

  long eventCount() {
    return simulation.eventCount();
  }

  private static Plugins<MuxProvider> withTwin() {
    List<Plugin<MuxProvider>> muxes = new ArrayList<>(Plugins.muxes().usable());
    muxes.add(new Plugin<>(new TwinMux("twin"), "test"));
    return new Plugins<>(muxes, List.of());
  }

  private static ProxyConfig parse(String configuration) {
    ParseResult result =
        ConfigLoader.parse(
            List.of(new ConfigSource("sim.cfg", configuration)), Map.of(), HostResolver.SYSTEM);
    ProxyConfig config = result.config();
    if (config == null) {
      throw new AssertionError(result.problems() + " in:\n" + configuration);
    }
    return config;
  }

  private void startServers() {
    SplittableRandom random = simulation.random();
    for (int i = 0; i < plan.servers(); i++) {
      Address address = new Ip4Address(SERVER_IP, WorldPlan.FIRST_SERVER_PORT + i);
      network.serve(address, this::serve);
      if (plan.rough() && random.nextInt(3) == 0) {
        simulation.after(random.nextLong(CLIENTS_COME_NANOS), () -> network.stopServing(address));
      }
    }
  }

  private void serve(SimSocket socket) {
    SimScript script = script(SERVER_ID + servers.size(), plan.serverStart());
    servers.add(SimPeer.start(simulation, socket, script));
  }

  private void startClients() {
    for (int i = 0; i < plan.clients(); i++) {
      SimScript script = script(CLIENT_ID + i, plan.clientStart());
      Address from = new Ip4Address(CLIENT_IP + i, 30_000 + i);
      Address to = new Ip4Address(PROXY_IP, WorldPlan.FRONT_PORT);
      long when = simulation.random().nextLong(CLIENTS_COME_NANOS);
      simulation.after(
          when, () -> clients.add(SimPeer.start(simulation, network.dial(from, to), script)));
    }
  }

  private SimScript script(int id, SimScript.Start start) {
    SplittableRandom random = simulation.random();
    long most = Math.min(1L << random.nextInt(18), MOST_SEGMENTS * plan.faults().narrowestBytes());
    long bytes = random.nextInt(8) == 0 ? 0 : random.nextLong(most) + 4;
    if (plan.rough() && random.nextInt(3) == 0) {
      Ending ending = ROUGH_ENDINGS[random.nextInt(ROUGH_ENDINGS.length)];
      return SimScript.random(id, bytes, start, ending, random);
    }
    return SimScript.orderly(id, bytes, start, random);
  }

  private void runToTheEnd() {
    BooleanSupplier over = () -> clients.size() == plan.clients() && isQuiet();
    if (plan.killed()) {
      long moment = simulation.random().nextLong(2 * CLIENTS_COME_NANOS);
      driver.runUntil(() -> false, moment);
      proxy.close();
    }
    if (!driver.runUntil(over, GIVE_UP_NANOS)) {
      throw simulation.violation("nothing more happens, and not all is done");
    }
  }

  private boolean isQuiet() {
    for (SimPeer peer : clients) {
      if (!peer.isDone()) {
        return false;
      }
    }
    for (SimPeer peer : servers) {
      if (!peer.isDone()) {
        return false;
      }
    }
    return proxy.connections() == 0
        && network.descriptors() == 0
        && simulation.nextNanos() == Task.NEVER
        && !network.awaitsAccept();
  }

  private List<SimPeer> peers() {
    List<SimPeer> all = new ArrayList<>(clients);
    all.addAll(servers);
    return all;
  }

  private void checkPeers() {
    Map<Integer, SimPeer> byId = new HashMap<>();
    peers().forEach(peer -> byId.put(peer.script().id(), peer));
    Map<Integer, SimPeer> heardBy = new HashMap<>();
    for (SimPeer peer : peers()) {
      if (peer.knowsSender()) {
        SimPeer sender = byId.get(peer.heardId());
        if (sender == null || clients.contains(sender) == clients.contains(peer)) {
          throw simulation.violation("bytes came from nobody who may send them");
        }
        if (heardBy.put(peer.heardId(), peer) != null) {
          throw simulation.violation("bytes of one peer came to two");
        }
        if (peer.received() > sender.sent()) {
          throw simulation.violation("a peer got more than was sent");
        }
      }
    }
    for (SimPeer client : clients) {
      SimPeer server = heardBy.get(client.script().id());
      if (server == null && client.knowsSender()) {
        server = byId.get(client.heardId());
      }
      checkPair(client, server);
    }
  }

  private void checkPair(SimPeer client, SimPeer server) {
    boolean linkCut = plan.linked() && network.cuts() > 0;
    if (plan.timed() || plan.lossy() || plan.killed() || linkCut || !isFaultless(client)) {
      return;
    }
    if (server == null) {
      boolean connects =
          !plan.faults().mayFailConnects() && !plan.rough() && network.failedConnects() == 0;
      if (connects && client.script().bytes() > 0 && servers.stream().allMatch(this::isFaultless)) {
        throw simulation.violation("a client's bytes came to nobody");
      }
      return;
    }
    if (isFaultless(server)) {
      checkComplete(client, server);
      checkComplete(server, client);
    }
  }

  private boolean isFaultless(SimPeer peer) {
    return peer.script().isOrderly() && !peer.wasCut();
  }

  private void checkComplete(SimPeer from, SimPeer to) {
    if (to.received() != from.script().bytes() || !to.hasEnded()) {
      throw simulation.violation(
          "peer %x got %d bytes of the %d that %x had to send, end %b"
              .formatted(
                  to.script().id(),
                  to.received(),
                  from.script().bytes(),
                  from.script().id(),
                  to.hasEnded()));
    }
  }

  /** Where all end in order, no session is told to have ended otherwise. */
  private void checkEndings() {
    boolean troubled = plan.timed() || plan.lossy() || plan.killed() || plan.rough();
    if (troubled || plan.faults().mayFailConnects() || network.cuts() > 0) {
      return;
    }
    if (!endings.isEmpty() && !endings.keySet().equals(Set.of("--"))) {
      throw simulation.violation("sessions ended as " + endings);
    }
  }

  private void checkNothingLeft() {
    proxy.close();
    for (int i = 0; i < proxy.loops().size(); i++) {
      EventLoop loop = proxy.loops().get(i);
      check("buffers lent", loop.buffers().lent(), 0);
      check("pipes lent", loop.pipes().lent(), 0);
      check("tasklets", loop.scheduler().living(), tasklets.get(i));
    }
    for (Backend backend : proxy.backends().values()) {
      check("requests of the backend", backend.current(), 0);
      check("queue of the backend", backend.queueLength(), 0);
      for (Server server : backend.servers()) {
        check("slots of server " + server.name(), server.current(), 0);
        check("queue of server " + server.name(), server.queueLength(), 0);
      }
    }
    check("connections", proxy.connections(), 0);
    check("listening sockets", network.listenings(), 0);
    check("pipes open", network.pipes().count(), 0);
  }

  /** Runs what needs no time. */
  private void settle() {
    driver.runUntil(() -> false, simulation.clock().nanoTime());
  }

  private void check(String what, long is, long shall) {
    if (is != shall) {
      throw simulation.violation(what + " at the end: " + is + ", not " + shall);
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(simulation.seed()).append(" of the simulated proxy. Again: ");
    text.append("mvn -pl proxy -am test -Dtest=ProxySimulationTest ");
    text.append("-Dsurefire.failIfNoSpecifiedTests=false -Dturnout.sim.seeds=1 ");
    text.append("-Dturnout.sim.first=").append(simulation.seed());
    text.append(" (with -Dturnout.sim.trace=true for each event and all traces)\n")
        .append(plan)
        .append('\n');
    for (SimPeer peer : peers()) {
      peer.describe(text);
      text.append('\n');
    }
    network.describe(text);
    return text.toString();
  }
}
