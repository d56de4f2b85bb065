package io.turnout.benchmarks;

import io.turnout.benchmarks.contender.Contender;
import io.turnout.benchmarks.contender.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What comparisons have in common: options, and the order of their work. */
public final class Comparison {
  /** How ratios come about, for people. */
  public static final String RATIOS = "Ratios are medians of the ratios within a round.";

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--idle-rounds",
      defaultValue = "2",
      description = "Rounds in which each proxy has a process of its own (${DEFAULT-VALUE}).")
  private int idleRounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Of requests or handshakes in a round (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--megabytes",
      defaultValue = "1000",
      description = "Of each transfer, in millions of bytes (${DEFAULT-VALUE}).")
  private int megabytes;

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

  /** What is driven through each proxy. */
  public interface Load {
    /** Its name for people. */
    String title();

    /** Whether each proxy is started for it anew. */
    boolean isFresh();
  }

  /** Proxies that are driven by one kind of load, and what it finds out. */
  public interface Work<C extends Contender, L extends Load, M> {
    /** Starts a proxy, which takes part from then on. */
    void start(C contender) throws IOException, InterruptedException;

    /** Repeats a load until it gets no cheaper: compilers and caches are then done with it. */
    void warmUp(L load) throws IOException, InterruptedException;

    /** Drives a load through each proxy, beginning with another one in each round. */
    List<M> round(int round, L load) throws IOException, InterruptedException;
  }

  /** Runs a command, and ends the process: with 1 if something that every run needs is missing. */
  public static void main(Callable<Integer> command, String[] words) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, failed, parsed) -> {
      System.err.println(failed.getCommandName() + ": " + failure.getMessage());
      return 1;
    });
    System.exit(line.execute(words));
  }

  /** How many rounds each proxy has for a load. */
  public int rounds(Load load) {
    return load.isFresh() ? idleRounds : rounds;
  }

  /** How long requests or handshakes are made in a round. */
  public int seconds() {
    return seconds;
  }

  /** The length of a transfer. */
  public long transferBytes() {
    return megabytes * 1_000_000L;
  }

  /** Whether programs are kept on their cores, if there are several. */
  public boolean pins() {
    return pin;
  }

  /** What runs where. */
  public Cores cores() {
    int count = Runtime.getRuntime().availableProcessors();
    return new Cores(pin && count > 1, count);
  }

  /** Turnout's launcher. */
  public Path turnout() {
    return turnout;
  }

  /**
   * Starts those that are wanted, unless something is missing, which is said.
   *
   * @return the names of those that take part
   */
  public <C extends Contender> List<String> start(
      List<C> contenders, List<String> wanted, Work<? super C, ?, ?> work)
      throws IOException, InterruptedException {
    List<String> known = contenders.stream().map(Contender::name).toList();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new IOException(
            "--proxies: '%s' is not known. Allowed: %s".formatted(name, String.join(", ", known)));
      }
    }
    List<String> started = new ArrayList<>();
    for (C contender : contenders) {
      String missing = contender.missing();
      if (!wanted.contains(contender.name())) {
        continue;
      }
      if (missing == null) {
        work.start(contender);
        started.add(contender.name());
      } else {
        System.out.printf("%s is left out: %s%n", contender.name(), missing);
      }
    }
    return started;
  }

  /**
   * Drives one load after the other, each in all its rounds.
   *
   * @param raw gets every measurement as it comes
   */
  public <L extends Load, M> List<M> measure(
      List<L> loads, Work<?, ? super L, ? extends M> work, Consumer<? super M> raw)
      throws IOException, InterruptedException {
    List<M> all = new ArrayList<>();
    for (L load : loads) {
      work.warmUp(load);
      for (int round = 0; round < rounds(load); round++) {
        System.err.printf("%s: round %d of %d%n", load.title(), round + 1, rounds(load));
        for (M measured : work.round(round, load)) {
          raw.accept(measured);
          all.add(measured);
        }
      }
    }
    return all;
  }

  /** How the figures came about, for people. */
  public String describe() {
    return "Medians of %d rounds (%d where each proxy has a process of its own); %s"
        .formatted(
            rounds,
            idleRounds,
            cores().pinned() ? "the proxy on one core, the load on the others" : "nothing pinned");
  }
}
