package io.turnout.benchmarks;

import io.turnout.benchmarks.contender.ChildProcess;
import io.turnout.benchmarks.contender.Contender;
import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Memory;
import io.turnout.benchmarks.contender.Ports;
import io.turnout.benchmarks.load.IdleClients;
import io.turnout.benchmarks.load.Outcome;
import io.turnout.benchmarks.load.Transfer;
import io.turnout.benchmarks.load.Wrk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Drives the same work through every proxy in turn, round after round. */
final class Rounds implements Comparison.Work<Contender, Scenario, Measurement>, AutoCloseable {
  private static final int MOST_WARM_UPS = 6;
  private static final double STEADY = 0.95;

  private final Path directory;
  private final Cores cores;
  private final int originPort;
  private final String hash;
  private final int seconds;
  private final int idleCount;
  private final Wrk wrk;
  private final Transfer transfer;
  private final List<Running> running = new ArrayList<>();

  /** A proxy that is up for all rounds. */
  record Running(Contender contender, Ports ports, ChildProcess process) {
    boolean takesPart(Scenario scenario) {
      return scenario != Scenario.SPLICE || contender.splices();
    }
  }

  Rounds(
      Path directory,
      Cores cores,
      int originPort,
      String hash,
      int seconds,
      int idleCount,
      Wrk wrk,
      Transfer transfer) {
    this.directory = directory;
    this.cores = cores;
    this.originPort = originPort;
    this.hash = hash;
    this.seconds = seconds;
    this.idleCount = idleCount;
    this.wrk = wrk;
    this.transfer = transfer;
  }

  /** Starts a proxy and checks that bytes come through it unchanged. */
  @Override
  public void start(Contender contender) throws IOException, InterruptedException {
    Running started = launch(contender);
    running.add(started);
    check(contender, Transfer.hash(started.ports.plain()), hash);
    if (contender.splices()) {
      check(contender, Transfer.hash(started.ports.second()), hash);
    }
    System.err.printf(
        "%s: listens after %d ms, bytes arrive unchanged%n",
        contender.name(), started.process.startTime().toMillis());
  }

  private static void check(Contender contender, String got, String wanted) {
    if (!got.equals(wanted)) {
      throw new IllegalStateException(contender.name() + " changed the bytes that it forwarded");
    }
  }

  private Running launch(Contender contender) throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(directory, contender.name());
    Ports ports = Ports.before(originPort);
    List<String> command = cores.forProxy(contender.command(own, ports));
    return new Running(contender, ports, ChildProcess.start(command, own, ports.plain()));
  }

  @Override
  public void warmUp(Scenario scenario) throws IOException, InterruptedException {
    for (Running each : running) {
      if (!each.takesPart(scenario) || scenario == Scenario.IDLE) {
        continue;
      }
      double best = Double.MAX_VALUE;
      boolean cheaper = true;
      for (int i = 0; i < MOST_WARM_UPS && cheaper; i++) {
        double cost = measure(i, scenario, each).cost();
        cheaper = cost < best * STEADY;
        best = Math.min(best, cost);
      }
    }
  }

  @Override
  public List<Measurement> round(int round, Scenario scenario)
      throws IOException, InterruptedException {
    List<Running> order = new ArrayList<>(running);
    Collections.rotate(order, -round);
    List<Measurement> measurements = new ArrayList<>();
    for (Running each : order) {
      if (each.takesPart(scenario)) {
        measurements.add(
            scenario == Scenario.IDLE
                ? idle(round, each.contender)
                : measure(round, scenario, each));
      }
    }
    return measurements;
  }

  private Measurement measure(int round, Scenario scenario, Running proxy)
      throws IOException, InterruptedException {
    Memory before = proxy.process.memory();
    long cpu = proxy.process.cpuNanos();
    Outcome outcome = drive(scenario, proxy.ports);
    long used = proxy.process.cpuNanos() - cpu;
    Memory after = proxy.process.memory();
    return new Measurement(round, proxy.contender.name(), scenario, outcome, used, before, after);
  }

  private Outcome drive(Scenario scenario, Ports ports) throws IOException, InterruptedException {
    return switch (scenario) {
      case KEEP_ALIVE -> wrk.run(ports.plain(), seconds, true);
      case CONNECTION -> wrk.run(ports.plain(), seconds, false);
      case TRANSFER -> transfer.run(ports.plain());
      case SPLICE -> transfer.run(ports.second());
      case IDLE -> throw new IllegalArgumentException("idle connections need a fresh process");
    };
  }

  /** In a process of its own: the pools of one that has worked could serve the connections. */
  private Measurement idle(int round, Contender contender)
      throws IOException, InterruptedException {
    Running fresh = launch(contender);
    try (ChildProcess process = fresh.process;
        IdleClients clients = new IdleClients()) {
      wrk.run(fresh.ports.plain(), seconds, true);
      wrk.run(fresh.ports.plain(), seconds, false);
      process.awaitSteadyDescriptors();
      Memory before = process.memory();
      long cpu = process.cpuNanos();
      long begin = System.nanoTime();
      clients.open(fresh.ports.plain(), idleCount);
      double took = (System.nanoTime() - begin) / 1e9;
      int descriptors = process.descriptors();
      if (descriptors < 2 * idleCount) {
        throw new IllegalStateException(
            "%s holds %d descriptors for %d connections, which need %d"
                .formatted(contender.name(), descriptors, idleCount, 2 * idleCount));
      }
      return new Measurement(
          round,
          contender.name(),
          Scenario.IDLE,
          new Outcome(idleCount, took, Double.NaN, Double.NaN, 0),
          process.cpuNanos() - cpu,
          before,
          process.memory());
    }
  }

  @Override
  public void close() {
    running.forEach(each -> each.process.close());
  }
}
