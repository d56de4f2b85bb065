package io.turnout.distribution;

import io.turnout.core.address.Address;
import io.turnout.core.address.Addresses;
import io.turnout.core.net.ProcessLimits;
import io.turnout.distribution.Options.Action;
import io.turnout.distribution.Options.Verbosity;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.GlobalConfig;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import io.turnout.proxy.config.Problem;
import io.turnout.proxy.config.ProblemRenderer;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.Severity;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what the command line asks, and returns the exit code. */
final class Program {
  private final Options options;
  private final Console console;
  private final ProxyParts parts;

  @Inject
  Program(Options options, Console console, ProxyParts parts) {
    this.options = options;
    this.console = console;
    this.parts = parts;
  }

  int run(List<String> words, Signals signals) throws InterruptedException {
    if (options.action() == Action.TELL_EVERYTHING) {
      console.answer(VersionReport.whole(parts));
      return 0;
    }
    if (options.verbosity() == Verbosity.QUIET) {
      console.beQuiet();
    }
    ProxyConfig config = accepted();
    if (config == null) {
      return 1;
    }
    if (options.action() == Action.CHECK) {
      console.remark("Configuration file is valid");
      return 0;
    }
    boolean background = options.background() || config.global().daemon();
    if (background && !options.foreground() && !Background.isAwaited()) {
      signals.release();
      return Background.start(words, console);
    }
    return serve(config, signals);
  }

  /** The configuration, or null if it was refused, and the reasons were told. */
  private @Nullable ProxyConfig accepted() {
    ParseResult read = ConfigLoader.load(options.files(), System.getenv(), HostResolver.SYSTEM);
    ProxyConfig config = read.config();
    if (config != null && config.global().quiet() && options.verbosity() == Verbosity.NORMAL) {
      console.beQuiet();
    }
    if (config != null && config.global().descriptorLimit() > 0) {
      // What cannot be had is told with the warnings.
      boolean _ = ProcessLimits.changeDescriptors(config.global().descriptorLimit());
    }
    boolean warned = tell(read.problems());
    List<String> warnings = warnings(config);
    warnings.forEach(console::warning);
    List<String> problems = config == null ? List.of() : Proxy.problems(config, parts);
    problems.forEach(console::alert);
    if (config == null || !problems.isEmpty()) {
      console.alert("config : fatal errors were found in the configuration.");
      return null;
    }
    boolean strict = options.warningsAreFatal() || config.global().zeroWarning();
    if (strict && (warned || !warnings.isEmpty())) {
      console.alert(
          "config : %s there are warnings, and '-dW' or 'zero-warning' asks for none."
              .formatted(ConfigErrorCode.WARNINGS_ARE_FATAL.id()));
      return null;
    }
    return config.withMaxConnections(options.maxConnections());
  }

  /** Whether there were warnings. */
  private boolean tell(List<Problem> problems) {
    ProblemRenderer renderer = new ProblemRenderer(console.pid());
    boolean warned = false;
    for (Problem problem : problems) {
      String line = renderer.render(problem);
      if (problem.severity() == Severity.ALERT) {
        console.error(line);
      } else {
        console.remark(line);
      }
      warned |= problem.severity() == Severity.WARNING;
    }
    return warned;
  }

  private List<String> warnings(@Nullable ProxyConfig config) {
    List<String> warnings = new ArrayList<>(parts.pluginProblems());
    if (config != null) {
      warnings.addAll(Proxy.warnings(config.withMaxConnections(options.maxConnections())));
    }
    return warnings;
  }

  private int serve(ProxyConfig config, Signals signals) throws InterruptedException {
    signals.hold();
    try (Proxy proxy = Proxy.start(config, parts);
        PidFile _ = PidFile.write(pidFile(config.global()), console.pid())) {
      if (options.verbosity() == Verbosity.VERBOSE) {
        proxy.addresses().forEach(this::tellListening);
      }
      Background.tellReady();
      new Watch(proxy, signals, console, config.global().hardStopAfterNanos()).untilEnd();
      return 0;
    }
  }

  private void tellListening(Address address) {
    console.notice("listening on " + Addresses.text(address) + ".");
  }

  private @Nullable Path pidFile(GlobalConfig global) {
    if (options.pidFile() != null) {
      return options.pidFile();
    }
    return global.pidFile() == null ? null : Path.of(global.pidFile());
  }
}
