package io.turnout.benchmarks;

import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Origin;
import io.turnout.benchmarks.contender.Ports;
import io.turnout.benchmarks.load.Outcome;
import io.turnout.benchmarks.load.Transfer;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.SwapOutcome;
import io.turnout.core.trace.Traces;
import io.turnout.mux.pt.PtMuxFactory;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugin;
import io.turnout.spi.Plugins;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What it costs to swap the muxes of a spliced transfer a thousand times: the same transfer with
 * and without swaps, in turn.
 */
@Command(
    name = "benchmarks/run swap",
    mixinStandardHelpOptions = true,
    description = "A spliced transfer with and without a thousand swaps of its muxes.")
final class SwapTransfer implements Runnable {
  private static final String CONFIGURATION =
      """
      global
        nbthread 1
      defaults
        timeout connect 5s
        timeout client 1m
        timeout server 1m
      listen swap
        bind 127.0.0.1:%d
        option splice-response
        server origin 127.0.0.1:%d
      """;

  @Option(names = "--rounds", description = "How many pairs of transfers: ${DEFAULT-VALUE}.")
  private int rounds = 9;

  @Option(names = "--megabytes", description = "Of one transfer: ${DEFAULT-VALUE}.")
  private int megabytes = 1024;

  @Option(names = "--swaps", description = "In one transfer: ${DEFAULT-VALUE}.")
  private int swaps = 1000;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SwapTransfer()).execute(arguments));
  }

  @Override
  public void run() {
    try {
      compare();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void compare() throws Exception {
    long bytes = (long) megabytes << 20;
    int port = Ports.free();
    try (Workplace place = Workplace.open("turnout-swap");
        Origin origin = Origin.start(place.folder(), new Cores(false, 1), bytes);
        Proxy proxy = start(port, origin.port())) {
      Transfer transfer = new Transfer(new Cores(false, 1), bytes);
      measure(transfer, port);
      List<Double> ratios = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        double plain = measure(transfer, port);
        Swapping swapping = new Swapping(proxy, swaps);
        Thread thread = Thread.ofPlatform().start(swapping);
        double swapped = measure(transfer, port);
        swapping.stop();
        thread.join();
        ratios.add(swapped / plain);
        System.out.printf(
            "round %d: %.2f GB/s unswapped, %.2f GB/s with %d swaps, ratio %.3f%n",
            round, plain, swapped, swapping.done(), swapped / plain);
      }
      System.out.printf(
          "median ratio of throughput, swapped to unswapped: %.3f%n",
          Ratios.median(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }

  /** The throughput of one transfer in GB per second. */
  private static double measure(Transfer transfer, int port) throws Exception {
    Outcome outcome = transfer.run(port);
    if (outcome.errors() > 0) {
      throw new IllegalStateException("the transfer ended after " + outcome.count() + " bytes");
    }
    return outcome.count() / outcome.seconds() / 1e9;
  }

  private static Proxy start(int port, int origin) {
    ProxyParts system = ProxyParts.ofSystem();
    List<Plugin<MuxProvider>> muxes = new ArrayList<>(system.muxes().usable());
    muxes.add(new Plugin<>(new Twin(), "benchmark"));
    ProxyParts parts =
        new ProxyParts(
            new Plugins<>(muxes, List.of()),
            system.xprts(),
            system.handshakes(),
            system.handshakeXprts(),
            system.tls(),
            system.network(),
            system.clock(),
            system.pollers(),
            system.traces());
    ConfigSource source = new ConfigSource("swap.cfg", CONFIGURATION.formatted(port, origin));
    ProxyConfig config =
        ConfigLoader.parse(List.of(source), Map.of(), HostResolver.SYSTEM).config();
    return Proxy.start(Objects.requireNonNull(config), parts);
  }

  /** Swaps to and fro on both sides, until it is stopped or has done enough. */
  private static final class Swapping implements Runnable {
    private final Proxy proxy;
    private final int wanted;
    private volatile boolean stopped;
    private volatile int done;

    Swapping(Proxy proxy, int wanted) {
      this.proxy = proxy;
      this.wanted = wanted;
    }

    @Override
    public void run() {
      int count = 0;
      while (!stopped && count < wanted) {
        for (Side side : Side.values()) {
          count += swap(side, "pt", Twin.NAME) + swap(side, Twin.NAME, "pt");
        }
        done = count;
      }
    }

    private int swap(Side side, String from, String to) {
      CompletableFuture<Map<SwapOutcome, Integer>> swapped = proxy.swapMuxes(side, from, to, 4);
      return swapped.join().getOrDefault(SwapOutcome.DONE, 0);
    }

    void stop() {
      stopped = true;
    }

    int done() {
      return done;
    }
  }

  /** The pass-through mux under another name. */
  private static final class Twin implements MuxProvider {
    static final String NAME = "twin";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int level() {
      return SpiLevel.CURRENT;
    }

    @Override
    public Set<Side> sides() {
      return Set.of(Side.values());
    }

    @Override
    public Set<Mode> modes() {
      return Set.of(Mode.TCP);
    }

    @Override
    public MuxFactory newFactory(Traces traces) {
      return new PtMuxFactory(NAME, false, traces.source(NAME, "the other of two muxes"));
    }
  }
}
