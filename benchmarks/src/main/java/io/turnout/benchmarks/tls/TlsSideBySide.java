package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.Comparison;
import io.turnout.benchmarks.Workplace;
import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Origin;
import io.turnout.benchmarks.contender.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turnout with each of its TLS engines beside HAProxy, each on one thread, in the same run. */
@Command(
    name = "benchmarks/run tls",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares TLS by Turnout, with each engine, with TLS by HAProxy.")
final class TlsSideBySide implements Callable<Integer> {
  @Mixin private Comparison comparison = new Comparison();

  @Option(
      names = "--scenarios",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES} (all).")
  private List<TlsScenario> scenarios = Arrays.asList(TlsScenario.values());

  @Option(
      names = "--proxies",
      split = ",",
      description = "Only these: haproxy, turnout-conscrypt, turnout-jdk (all).")
  private List<String> proxies = List.of("haproxy", "turnout-conscrypt", "turnout-jdk");

  @Option(
      names = "--threads",
      defaultValue = "32",
      description = "Of the client, each with one connection (${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--idle",
      defaultValue = "4000",
      description = "Idle connections; Conscrypt needs four descriptors each (${DEFAULT-VALUE}).")
  private int idle;

  @Option(
      names = "--results",
      defaultValue = "benchmarks/target/tls.csv",
      description = "Every measurement, as CSV (${DEFAULT-VALUE}).")
  private Path results = Path.of("tls.csv");

  private TlsSideBySide() {}

  /** Ends with 0, or 1 if something that every run needs is missing. */
  public static void main(String[] words) {
    Comparison.main(new TlsSideBySide(), words);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Workplace place = Workplace.open("turnout-tls")) {
      run(place.folder());
      return 0;
    }
  }

  private void run(Path directory) throws IOException, InterruptedException {
    Cores cores = comparison.cores();
    TlsRounds.Load load =
        new TlsRounds.Load(comparison.seconds(), comparison.transferBytes(), idle, threads);
    Path originFolder = Files.createDirectory(directory.resolve("origin"));
    try (Origin origin = Origin.start(originFolder, cores, load.bytes());
        TlsRounds work = new TlsRounds(directory, cores, origin.port(), load);
        PrintWriter raw = raw()) {
      List<TlsContender> contenders =
          TlsContender.all(
              comparison.turnout(),
              SystemCommand.certificate(directory),
              idle + 2 * threads,
              work.probePort());
      List<String> started = comparison.start(contenders, proxies, work);
      print(
          new TlsReport(
              started, comparison.measure(scenarios, work, measured -> write(raw, measured))));
    }
  }

  private void print(TlsReport report) throws IOException, InterruptedException {
    System.out.printf(
        "%n%s; handshakes by %d threads for %d s; %s; %s; Java %s. %s%n%n",
        comparison.describe(),
        threads,
        comparison.seconds(),
        SystemCommand.firstLine("openssl", "version"),
        SystemCommand.firstLine(Programs.find("haproxy"), "-v"),
        System.getProperty("java.vm.version"),
        Comparison.RATIOS);
    scenarios.forEach(scenario -> System.out.println(report.table(scenario)));
    System.out.println("Every measurement: " + results);
  }

  private PrintWriter raw() throws IOException {
    Files.createDirectories(results.toAbsolutePath().getParent());
    PrintWriter out = new PrintWriter(Files.newBufferedWriter(results), true);
    out.println(
        "round,scenario,proxy,count,seconds,errors,cpu_ns,other_ns,private,heap,descriptors,"
            + "alone_p50_us,alone_p99_us,alone_max_us,p50_us,p99_us,max_us");
    return out;
  }

  private static void write(PrintWriter raw, TlsMeasurement one) {
    raw.printf(
        "%d,%s,%s,%d,%.6f,%d,%d,%d,%d,%d,%d,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f%n",
        one.round(),
        one.scenario(),
        one.proxy(),
        one.count(),
        one.seconds(),
        one.errors(),
        one.cpuNanos(),
        one.otherNanos(),
        one.growth().privateBytes(),
        one.growth().heapBytes(),
        one.growth().descriptors(),
        one.plain().alone().p50(),
        one.plain().alone().p99(),
        one.plain().alone().max(),
        one.plain().beside().p50(),
        one.plain().beside().p99(),
        one.plain().beside().max());
  }
}
