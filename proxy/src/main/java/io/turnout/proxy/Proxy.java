package io.turnout.proxy;

import io.turnout.core.address.Address;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.ProcessLimits;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.listen.Frontend;
import io.turnout.proxy.log.LogIdentity;
import io.turnout.proxy.log.LogLine;
import io.turnout.proxy.log.LogOutput;
import io.turnout.proxy.stream.MuxSweep;
import io.turnout.spi.Mode;
import io.turnout.spi.Muxes;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A proxy that runs, with a thread for each of its loops unless the embedder turns them. */
public final class Proxy implements AutoCloseable {
  private final Assembly assembly;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch drained = new CountDownLatch(1);
  private boolean listening;
  private boolean closed;

  private Proxy(Assembly assembly) {
    this.assembly = assembly;
  }

  /**
   * Binds everything and starts to accept.
   *
   * @throws StartException with all that is wrong; nothing runs and nothing is bound then
   */
  public static Proxy start(ProxyConfig config, ProxyParts parts) {
    Proxy proxy = assembled(config, parts, null);
    proxy.run();
    return proxy;
  }

  /**
   * Binds everything, and accepts as soon as the loops are turned: by the caller, with {@link
   * EventLoop#turn}, on one thread for all of them. That thread calls {@link #close()}, too.
   *
   * @param loops makes as many as the configuration asks for
   * @throws StartException with all that is wrong; nothing is bound then
   */
  public static Proxy onLoops(ProxyConfig config, ProxyParts parts, LoopFactory loops) {
    Proxy proxy = assembled(config, parts, loops);
    proxy.listen();
    return proxy;
  }

  private static Proxy assembled(
      ProxyConfig config, ProxyParts parts, @Nullable LoopFactory loops) {
    Assembly assembly = new Assembly(config, parts, loops);
    assembly.assemble();
    return new Proxy(assembly);
  }

  /**
   * What an operator should know before a proxy starts with this configuration: that it may run out
   * of descriptors.
   */
  public static List<String> warnings(ProxyConfig config) {
    int limit = ProcessLimits.descriptors();
    return Capacity.of(config, limit).warnings(config.global().descriptorLimit(), limit);
  }

  /**
   * What is wrong with a configuration given the plugins at hand; nothing is opened for it.
   *
   * @return one line each; empty if the proxy can be tried
   */
  public static List<String> problems(ProxyConfig config, ProxyParts parts) {
    Muxes muxes = new Muxes(parts.muxes(), parts.traces());
    LogIdentity identity = LogIdentity.ofProcess();
    List<String> wrong = Transports.of(config, parts, muxes, identity).problems();
    List<String> problems =
        new ArrayList<>(
            StartChecks.problems(config, muxes, LayerSources.register(parts), identity));
    problems.addAll(wrong);
    return problems;
  }

  /**
   * Reads all certificates, keys, lists and authorities again. New connections get what is read;
   * those that live keep theirs. Reads files: not to be called on a loop.
   *
   * @return what is wrong, one line each; whoever is concerned goes on with what was there before
   */
  public List<String> reloadCertificates() {
    List<String> wrong = new ArrayList<>();
    for (Transports.SecuredLine secured : assembly.secured()) {
      try {
        secured.context().reload();
        secured.context().warnings().forEach(w -> wrong.add(secured.line() + ": " + w));
      } catch (OptionException refused) {
        wrong.add(secured.line() + ": " + refused.getMessage());
      } catch (RuntimeException broken) {
        // What is wrong with one line's plugin keeps no other line from its certificates.
        wrong.add(secured.line() + ": it cannot be read again: " + broken);
      }
    }
    return wrong;
  }

  /**
   * How the TLS handshakes of each line ended since the start, and why they failed: for each
   * frontend its {@code bind} lines and then its servers; at last servers that nobody uses. From
   * any thread.
   */
  public List<TlsLine> tlsLines() {
    return assembly.secured().stream()
        .map(s -> new TlsLine(s.line(), s.context().engine(), s.context().counters()))
        .toList();
  }

  /** Where it listens, in the order of the configuration. */
  public List<Address> addresses() {
    return assembly.listeners().stream().map(l -> l.listening().address()).toList();
  }

  /** Its frontends. */
  public List<Frontend> frontends() {
    return List.copyOf(assembly.frontends());
  }

  /** Its backends, by name. */
  public Map<String, Backend> backends() {
    return Map.copyOf(assembly.backends());
  }

  /** Where a frontend sends what it accepts, or null if it names no backend that is enabled. */
  public @Nullable Backend backendOf(Frontend frontend) {
    return assembly.backendOf(frontend.config());
  }

  /** Its loops. */
  public List<EventLoop> loops() {
    return List.copyOf(assembly.loops());
  }

  /** Its trace sources. */
  public Traces traces() {
    return assembly.parts().traces();
  }

  /**
   * Swaps one mux for another on all living connections of a side, a few at a time, without losing
   * a byte. Returns at once.
   *
   * @param from the mux to leave; connections with another one are not touched
   * @param to the new mux
   * @param perTurn how many connections each loop swaps before it serves others; 1 at least
   * @return how many connections had which outcome, once all were asked
   * @throws IllegalArgumentException if there is no such mux for that side
   */
  public CompletableFuture<Map<SwapOutcome, Integer>> swapMuxes(
      Side side, String from, String to, int perTurn) {
    for (String name : List.of(from, to)) {
      String refusal = assembly.muxes().refusal(name, side, Mode.TCP);
      if (refusal != null) {
        throw new IllegalArgumentException("mux '" + name + "': " + refusal + ".");
      }
    }
    CompletableFuture<Map<SwapOutcome, Integer>> all = CompletableFuture.completedFuture(Map.of());
    for (EventLoop loop : assembly.loops()) {
      CompletableFuture<Map<SwapOutcome, Integer>> one = new CompletableFuture<>();
      MuxSweep sweep = new MuxSweep(loop, assembly.swaps(), side, from, to, perTurn, one);
      loop.execute(() -> sweep.start(assembly.streams()));
      all = all.thenCombine(one, Proxy::sum);
    }
    return all;
  }

  /** How often each swap was asked for since the start, by {@code from>to OUTCOME}. */
  public Map<String, Long> swaps() {
    return assembly.swaps().counts();
  }

  private static Map<SwapOutcome, Integer> sum(
      Map<SwapOutcome, Integer> one, Map<SwapOutcome, Integer> other) {
    Map<SwapOutcome, Integer> sum = new EnumMap<>(SwapOutcome.class);
    sum.putAll(one);
    other.forEach((outcome, count) -> sum.merge(outcome, count, Integer::sum));
    return sum;
  }

  /**
   * What it has at this moment, in words for people: listeners, and of each loop its descriptors
   * with all layers above, pools, timers and tasklets; how TLS handshakes ended. Waits for the
   * loops, for seconds at most; empty once it is closed.
   */
  public List<String> dump() {
    synchronized (this) {
      if (closed) {
        return List.of();
      }
    }
    return ProxyDump.of(assembly.listeners(), tlsLines(), assembly.loops(), traces());
  }

  /** How many clients are connected. */
  public int connections() {
    return assembly.gate().process().current();
  }

  /** How many may be. */
  public int maxConnections() {
    return assembly.capacity().maxConnections();
  }

  /** Accepts no more, and ends when the last connection has. Returns at once. */
  public synchronized void softStop() {
    if (!listening) {
      return;
    }
    listening = false;
    AtomicInteger accepting = new AtomicInteger(assembly.loops().size());
    for (EventLoop loop : assembly.loops()) {
      loop.execute(() -> {
        assembly.listeners().forEach(l -> l.closeOn(loop));
        if (accepting.decrementAndGet() == 0) {
          assembly.closeListeners();
        }
      });
    }
    assembly.gate().whenEmpty(drained::countDown);
  }

  /**
   * Waits until the last connection has ended after {@link #softStop()}, or it was closed.
   *
   * @return false if the time was up before
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return drained.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends at once: every connection is closed. Waits for the loops. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    softStop();
    for (EventLoop loop : assembly.loops()) {
      loop.execute(() -> {
        try {
          assembly.endStreams(loop);
        } finally {
          loop.stop();
        }
      });
    }
    if (threads.isEmpty()) {
      assembly.loops().forEach(EventLoop::run);
    }
    joinAll();
    tellStopped();
    assembly.close();
    drained.countDown();
  }

  private synchronized void listen() {
    listening = true;
    for (EventLoop loop : assembly.loops()) {
      loop.execute(() -> assembly.listeners().forEach(l -> l.acceptOn(loop)));
    }
  }

  private synchronized void run() {
    listen();
    for (EventLoop loop : assembly.loops()) {
      threads.add(Thread.ofPlatform().name(loop.name()).start(loop::run));
    }
  }

  private void joinAll() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellStopped() {
    LogLine line = LogLine.onSystemClock();
    Set<Integer> told = new HashSet<>();
    for (Frontend frontend : assembly.frontends()) {
      told.add(frontend.config().id());
      Backend backend = assembly.backends().get(frontend.name());
      // A frontend and a backend of one name are one proxy only if they are a 'listen'.
      long back =
          backend != null && backend.config().id() == frontend.config().id() ? backend.total() : 0;
      frontend.log().proxyStopped(frontend.name(), frontend.connections().total(), back, line);
    }
    for (Backend backend : assembly.backends().values()) {
      LogOutput log = assembly.logOf(backend);
      if (log != null && !told.contains(backend.config().id())) {
        log.proxyStopped(backend.name(), 0, backend.total(), line);
      }
    }
  }
}
