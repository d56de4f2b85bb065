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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the proxies side by side, each on one thread, with the same work in the same run. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares Turnout with HAProxy, nginx, Netty and a bare loop.",
    footer = "'benchmarks/run jmh ...' runs the inner loops under JMH instead.")
public final class SideBySide implements Callable<Integer> {
  @Mixin private Comparison comparison = new Comparison();

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
      names = "--connections",
      defaultValue = "64",
      description = "Of wrk at once (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--idle",
      defaultValue = "9000",
      description = "Idle connections; the proxy needs two descriptors each (${DEFAULT-VALUE}).")
  private int idle;

  @Option(
      names = "--results",
      defaultValue = "benchmarks/target/side-by-side.csv",
      description = "Every measurement, as CSV (${DEFAULT-VALUE}).")
  private Path results = Path.of("side-by-side.csv");

  private SideBySide() {}

  /** Ends with 0, or 1 if something that every run needs is missing. */
  public static void main(String[] words) {
    Comparison.main(new SideBySide(), words);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> missing =
        Stream.of(
                Programs.missing("nginx", "nginx"),
                Programs.missing("wrk", "wrk"),
                Programs.missing("curl", "curl"),
                comparison.pins() ? Programs.missing("taskset", "util-linux") : null)
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
    Cores cores = comparison.cores();
    long transferBytes = comparison.transferBytes();
    Path originFolder = Files.createDirectory(directory.resolve("origin"));
    try (Origin origin = Origin.start(originFolder, cores, transferBytes);
        Rounds work =
            new Rounds(
                directory,
                cores,
                origin.port(),
                Transfer.hash(origin.port()),
                comparison.seconds(),
                idle,
                new Wrk(cores, connections),
                new Transfer(cores, transferBytes));
        RawResults raw = new RawResults(results)) {
      List<Contender> contenders = Contenders.all(comparison.turnout());
      List<String> started = comparison.start(contenders, proxies, work);
      print(new Report(started, comparison.measure(scenarios, work, raw::add)));
    }
  }

  private void print(Report report) {
    System.out.printf(
        "%n%s; wrk with %d connections for %d s. %s%n%n",
        comparison.describe(), connections, comparison.seconds(), Comparison.RATIOS);
    scenarios.forEach(scenario -> System.out.println(report.table(scenario)));
    System.out.println("Every measurement: " + results);
  }
}
