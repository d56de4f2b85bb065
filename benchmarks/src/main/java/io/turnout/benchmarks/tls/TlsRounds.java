package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.Comparison;
import io.turnout.benchmarks.contender.ChildProcess;
import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Drives the same TLS work through every proxy in turn, round after round. */
final class TlsRounds
    implements Comparison.Work<TlsContender, TlsScenario, TlsMeasurement>, AutoCloseable {
  private static final int MOST_WARM_UPS = 6;
  private static final double STEADY = 0.95;
  private static final int COLD_CONNECTIONS = 300;

  /** The handshakes begin before the plain connection is looked at, and end after it. */
  private static final int MARGIN_SECONDS = 2;

  private static final long BUSY_NANOS = 200_000_000;

  private final Path directory;
  private final Cores cores;
  private final int originPort;
  private final Load load;
  private final int probePort = Ports.free();
  private final List<Running> running = new ArrayList<>();

  /**
   * How much is done.
   *
   * @param seconds of handshakes
   * @param bytes of a transfer
   * @param idle connections
   * @param threads of the client, each with a connection
   */
  record Load(int seconds, long bytes, int idle, int threads) {
    long amount(TlsScenario scenario) {
      return switch (scenario) {
        case FULL, RESUMED, FULL_12, RESUMED_12 -> seconds;
        case LATENCY -> seconds + MARGIN_SECONDS;
        case DOWNLOAD, UPLOAD -> bytes;
        case COLD -> COLD_CONNECTIONS;
        case IDLE -> idle;
      };
    }
  }

  private record Running(TlsContender contender, Ports ports, ChildProcess process) {}

  /** CPU time that a proxy has used so far. */
  private record Spent(long cpu, long loop) {
    static Spent by(Running proxy) throws IOException {
      return new Spent(proxy.process.cpuNanos(), TlsThreads.loopNanos(proxy.process.pid()));
    }

    TlsMeasurement measurement(
        int round, TlsScenario scenario, Running proxy, Done done, TlsMeasurement.Plain plain)
        throws IOException {
      Spent end = by(proxy);
      long used = end.cpu - cpu;
      return new TlsMeasurement(
          round,
          proxy.contender.name(),
          scenario,
          done.count,
          done.seconds,
          done.errors,
          used,
          proxy.contender.isJava() ? used - (end.loop - loop) : 0,
          TlsMeasurement.Growth.NONE,
          plain);
    }
  }

  private record Done(long count, double seconds, long errors) {}

  TlsRounds(Path directory, Cores cores, int originPort, Load load) {
    this.directory = directory;
    this.cores = cores;
    this.originPort = originPort;
    this.load = load;
  }

  /** Where the plain connection's other end is. */
  int probePort() {
    return probePort;
  }

  @Override
  public void start(TlsContender contender) throws IOException, InterruptedException {
    running.add(launch(contender));
  }

  private Running launch(TlsContender contender) throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(directory, contender.name());
    Ports ports = Ports.before(originPort);
    List<String> command = cores.forProxy(contender.command(own, ports));
    return new Running(contender, ports, ChildProcess.start(command, own, ports.plain()));
  }

  /**
   * Repeats the work until it got no cheaper twice in a row. What has no compiler is driven once.
   */
  @Override
  public void warmUp(TlsScenario scenario) throws IOException, InterruptedException {
    if (scenario.isFresh()) {
      return;
    }
    // What a plain connection sees needs no repetition.
    TlsScenario work = scenario == TlsScenario.LATENCY ? TlsScenario.FULL : scenario;
    for (Running each : running) {
      int most = each.contender.isJava() ? MOST_WARM_UPS : 1;
      double best = Double.MAX_VALUE;
      int steady = 0;
      for (int i = 0; i < most && steady < 2; i++) {
        double cost = measure(i, work, each).cost();
        steady = cost < best * STEADY ? 0 : steady + 1;
        best = Math.min(best, cost);
      }
    }
  }

  @Override
  public List<TlsMeasurement> round(int round, TlsScenario scenario)
      throws IOException, InterruptedException {
    List<Running> order = new ArrayList<>(running);
    Collections.rotate(order, -round);
    List<TlsMeasurement> measurements = new ArrayList<>();
    for (Running each : order) {
      measurements.add(
          switch (scenario) {
            case COLD -> cold(round, each.contender);
            case IDLE -> idle(round, each.contender);
            case LATENCY -> latency(round, each);
            case FULL, RESUMED, FULL_12, RESUMED_12, DOWNLOAD, UPLOAD ->
                measure(round, scenario, each);
          });
    }
    return measurements;
  }

  private TlsMeasurement measure(int round, TlsScenario scenario, Running proxy)
      throws IOException, InterruptedException {
    Spent begin = Spent.by(proxy);
    Process client = client(scenario, proxy.ports.plain());
    Done done = done(client);
    ended(client);
    return begin.measurement(round, scenario, proxy, done, TlsMeasurement.Plain.NONE);
  }

  /** What a plain connection sees before and while there are handshakes. */
  private TlsMeasurement latency(int round, Running proxy)
      throws IOException, InterruptedException {
    try (TlsProbe probe = TlsProbe.start(cores, proxy.ports.second(), probePort)) {
      TlsProbe.Times alone = probe.measure(load.seconds);
      Spent begin = Spent.by(proxy);
      Process client = client(TlsScenario.LATENCY, proxy.ports.plain());
      while (client.isAlive() && proxy.process.cpuNanos() - begin.cpu < BUSY_NANOS) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TlsProbe.Times beside = probe.measure(load.seconds);
      Done done = done(client);
      ended(client);
      TlsMeasurement.Plain plain = new TlsMeasurement.Plain(alone, beside);
      return begin.measurement(round, TlsScenario.LATENCY, proxy, done, plain);
    }
  }

  private TlsMeasurement cold(int round, TlsContender contender)
      throws IOException, InterruptedException {
    Running fresh = launch(contender);
    try (ChildProcess process = fresh.process) {
      return measure(round, TlsScenario.COLD, new Running(contender, fresh.ports, process));
    }
  }

  /**
   * In a process of its own, after some handshakes, and with the heap collected before and after.
   */
  private TlsMeasurement idle(int round, TlsContender contender)
      throws IOException, InterruptedException {
    Running fresh = launch(contender);
    try (ChildProcess process = fresh.process) {
      Process warm = client(TlsScenario.FULL, fresh.ports.plain());
      done(warm);
      ended(warm);
      process.awaitSteadyDescriptors();
      long heap = heap(fresh);
      long bytes = process.memory().privateBytes();
      int descriptors = process.descriptors();
      long cpu = process.cpuNanos();
      Process client = client(TlsScenario.IDLE, fresh.ports.plain());
      try {
        Done done = done(client);
        long used = process.cpuNanos() - cpu;
        long heapAfter = heap(fresh);
        return new TlsMeasurement(
            round,
            contender.name(),
            TlsScenario.IDLE,
            done.count,
            done.seconds,
            done.errors,
            used,
            0,
            new TlsMeasurement.Growth(
                process.memory().privateBytes() - bytes,
                heapAfter - heap,
                process.descriptors() - descriptors),
            TlsMeasurement.Plain.NONE);
      } finally {
        ended(client);
      }
    }
  }

  private static long heap(Running proxy) throws IOException, InterruptedException {
    return proxy.contender.isJava() ? TlsHeap.collect(proxy.process.pid()) : 0;
  }

  private Process client(TlsScenario scenario, int port) throws IOException {
    List<String> command =
        cores.forLoad(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TlsLoad.class.getName(),
                scenario.load,
                scenario.version,
                Integer.toString(port),
                Long.toString(load.amount(scenario)),
                Integer.toString(load.threads)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Done done(Process client) throws IOException {
    String line = client.inputReader(StandardCharsets.US_ASCII).readLine();
    String[] words = Objects.requireNonNullElse(line, "").split(" ", -1);
    if (words.length != 3) {
      throw new IOException("the client ended without a word of what it did");
    }
    return new Done(
        Long.parseLong(words[0]), Double.parseDouble(words[1]), Long.parseLong(words[2]));
  }

  private static void ended(Process client) throws IOException, InterruptedException {
    client.getOutputStream().close();
    client.waitFor();
  }

  @Override
  public void close() {
    running.forEach(each -> each.process.close());
  }
}
