package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.Workplace;
import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Origin;
import io.turnout.benchmarks.contender.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Turnout with each of its TLS engines beside HAProxy, each on one thread, in the same run. */
@Command(
    name = "benchmarks/run tls",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares TLS by Turnout, with each engine, with TLS by HAProxy.")
final class TlsSideBySide implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--idle-rounds",
      defaultValue = "2",
      description = "Rounds with processes of their own: cold, idle (${DEFAULT-VALUE}).")
  private int idleRounds;

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
      names = "--seconds",
      defaultValue = "3",
      description = "Of handshakes in a round (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--threads",
      defaultValue = "32",
      description = "Of the client, each with one connection (${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--megabytes",
      defaultValue = "1000",
      description = "Of each transfer, in millions of bytes (${DEFAULT-VALUE}).")
  private int megabytes;

  @Option(
      names = "--idle",
      defaultValue = "4000",
      description = "Idle connections; Conscrypt needs four descriptors each (${DEFAULT-VALUE}).")
  private int idle;

  @Option(
      names = "--pin",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Keep the proxy on the first core and the load on the others (on).")
  private boolean pin;

  @Option(
      names = "--turnout",
      defaultValue = "distribution/target/turnout/bin/turnout",
      description = "Turnout's launcher (${DEFAULT-VALUE}).")
  private Path turnout = Path.of("turnout");

  @Option(
      names = "--results",
      defaultValue = "benchmarks/target/tls.csv",
      description = "Every measurement, as CSV (${DEFAULT-VALUE}).")
  private Path results = Path.of("tls.csv");

  private TlsSideBySide() {}

  /** Ends with 0, or 1 if something that every run needs is missing. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new TlsSideBySide());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(TlsSideBySide::failed);
    System.exit(command.execute(args));
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    System.err.println("benchmarks/run tls: " + failure.getMessage());
    return 1;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Workplace place = Workplace.open("turnout-tls")) {
      run(place.folder());
      return 0;
    }
  }

  private void run(Path directory) throws IOException, InterruptedException {
    int count = Runtime.getRuntime().availableProcessors();
    Cores cores = new Cores(pin && count > 1, count);
    TlsRounds.Load load = new TlsRounds.Load(seconds, megabytes * 1_000_000L, idle, threads);
    Path originFolder = Files.createDirectory(directory.resolve("origin"));
    List<TlsMeasurement> all = new ArrayList<>();
    try (Origin origin = Origin.start(originFolder, cores, load.bytes());
        TlsRounds work = new TlsRounds(directory, cores, origin.port(), load);
        PrintWriter raw = raw()) {
      List<String> started = start(work, SystemCommand.certificate(directory));
      for (TlsScenario scenario : scenarios) {
        work.warmUp(scenario);
        int repeats = scenario.isFresh() ? idleRounds : rounds;
        for (int round = 0; round < repeats; round++) {
          System.err.printf("%s: round %d of %d%n", scenario.title, round + 1, repeats);
          List<TlsMeasurement> measured = work.round(round, scenario);
          measured.forEach(each -> write(raw, each));
          all.addAll(measured);
        }
      }
      print(new TlsReport(started, all), cores);
    }
  }

  private List<String> start(TlsRounds work, Path certificate)
      throws IOException, InterruptedException {
    List<String> started = new ArrayList<>();
    for (TlsContender contender : TlsContender.all(turnout, certificate, idle + 2 * threads)) {
      String missing = contender.missing();
      if (missing != null) {
        System.out.printf("%s is left out: %s%n", contender.name(), missing);
      } else if (proxies.contains(contender.name())) {
        work.start(contender);
        started.add(contender.name());
      }
    }
    return started;
  }

  private void print(TlsReport report, Cores cores) throws IOException, InterruptedException {
    System.out.printf(
        "%nMedians of %d rounds (cold, idle: %d); handshakes by %d threads for %d s; %s; %s; %s; Java %s."
            + " Ratios are medians of the ratios within a round.%n%n",
        rounds,
        idleRounds,
        threads,
        seconds,
        cores.pinned() ? "the proxy on one core, the load on the others" : "nothing pinned",
        SystemCommand.firstLine("openssl", "version"),
        SystemCommand.firstLine(Programs.find("haproxy"), "-v"),
        System.getProperty("java.vm.version"));
    scenarios.forEach(scenario -> System.out.println(report.table(scenario)));
    System.out.println("Every measurement: " + results);
  }

  private PrintWriter raw() throws IOException {
    Files.createDirectories(results.toAbsolutePath().getParent());
    PrintWriter out = new PrintWriter(Files.newBufferedWriter(results), true);
    out.println(
        "round,scenario,proxy,count,seconds,errors,cpu_ns,other_ns,private,heap,descriptors");
    return out;
  }

  private static void write(PrintWriter raw, TlsMeasurement one) {
    raw.printf(
        "%d,%s,%s,%d,%.6f,%d,%d,%d,%d,%d,%d%n",
        one.round(),
        one.scenario(),
        one.proxy(),
        one.count(),
        one.seconds(),
        one.errors(),
        one.cpuNanos(),
        one.otherNanos(),
        one.privateBytes(),
        one.heapBytes(),
        one.descriptors());
  }
}
