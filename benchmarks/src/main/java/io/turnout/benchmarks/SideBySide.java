package io.turnout.benchmarks;

import io.turnout.benchmarks.contender.Contender;
import io.turnout.benchmarks.contender.Contenders;
import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Origin;
import io.turnout.benchmarks.contender.Programs;
import io.turnout.benchmarks.load.Transfer;
import io.turnout.benchmarks.load.Wrk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Runs the proxies side by side, each on one thread, with the same work in the same run. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares Turnout with HAProxy, nginx, Netty and a bare loop.",
    footer = "'benchmarks/run jmh ...' runs the inner loops under JMH instead.")
public final class SideBySide implements Callable<Integer> {
  @Option(names = "--rounds", defaultValue = "7", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--idle-rounds",
      defaultValue = "3",
      description = "Rounds of idle connections (${DEFAULT-VALUE}).")
  private int idleRounds;

  @Option(
      names = "--scenarios",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES} (all).")
  private List<Scenario> scenarios = Arrays.asList(Scenario.values());

  @Option(
      names = "--proxies",
      split = ",",
      description = "Only these: haproxy, nginx, netty, bare, turnout (all).")
  private List<String> proxies = List.of("haproxy", "nginx", "netty", "bare", "turnout");

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Of each run of wrk (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--connections",
      defaultValue = "64",
      description = "Of wrk at once (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--megabytes",
      defaultValue = "1000",
      description = "Of each transfer, in millions of bytes (${DEFAULT-VALUE}).")
  private int megabytes;

  @Option(
      names = "--idle",
      defaultValue = "9000",
      description = "Idle connections; the proxy needs two descriptors each (${DEFAULT-VALUE}).")
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
      defaultValue = "benchmarks/target/side-by-side.csv",
      description = "Every measurement, as CSV (${DEFAULT-VALUE}).")
  private Path results = Path.of("side-by-side.csv");

  private SideBySide() {}

  /** Ends with 0, or 1 if something that every run needs is missing. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new SideBySide());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(SideBySide::failed);
    System.exit(command.execute(args));
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    System.err.println("benchmarks/run: " + failure.getMessage());
    return 1;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> missing =
        Stream.of(
                Programs.missing("nginx", "nginx"),
                Programs.missing("wrk", "wrk"),
                Programs.missing("curl", "curl"),
                pin ? Programs.missing("taskset", "util-linux") : null)
            .filter(Objects::nonNull)
            .toList();
    if (!missing.isEmpty()) {
      missing.forEach(System.err::println);
      return 1;
    }
    try (Workplace place = Workplace.open("turnout-benchmarks")) {
      run(place.folder());
      return 0;
    }
  }

  private void run(Path directory) throws IOException, InterruptedException {
    int count = Runtime.getRuntime().availableProcessors();
    Cores cores = new Cores(pin && count > 1, count);
    long transferBytes = megabytes * 1_000_000L;
    Path originFolder = Files.createDirectory(directory.resolve("origin"));
    List<Measurement> all = new ArrayList<>();
    try (Origin origin = Origin.start(originFolder, cores, transferBytes);
        Rounds work =
            new Rounds(
                directory,
                cores,
                origin.port(),
                seconds,
                idle,
                new Wrk(cores, connections),
                new Transfer(cores, transferBytes));
        RawResults raw = new RawResults(results)) {
      List<String> started = start(work, Transfer.hash(origin.port()));
      for (Scenario scenario : scenarios) {
        work.warmUp(scenario);
        int repeats = scenario == Scenario.IDLE ? idleRounds : rounds;
        for (int round = 0; round < repeats; round++) {
          System.err.printf("%s: round %d of %d%n", scenario.title, round + 1, repeats);
          List<Measurement> measured = work.round(round, scenario);
          measured.forEach(raw::add);
          all.addAll(measured);
        }
      }
      print(new Report(started, all), cores);
    }
  }

  private List<String> start(Rounds work, String hash) throws IOException, InterruptedException {
    List<String> started = new ArrayList<>();
    for (Contender contender : Contenders.all(turnout)) {
      if (!proxies.contains(contender.name())) {
        continue;
      }
      String missing = contender.missing();
      if (missing == null) {
        work.start(contender, hash);
        started.add(contender.name());
      } else {
        System.out.printf("%s is left out: %s%n", contender.name(), missing);
      }
    }
    return started;
  }

  private void print(Report report, Cores cores) {
    System.out.printf(
        "%nMedians of %d rounds (idle: %d); wrk with %d connections for %d s; %s. "
            + "Ratios are medians of the ratios within a round.%n%n",
        rounds,
        idleRounds,
        connections,
        seconds,
        cores.pinned() ? "the proxy on one core, the load on the others" : "nothing pinned");
    scenarios.forEach(scenario -> System.out.println(report.table(scenario)));
    System.out.println("Every measurement: " + results);
  }
}
