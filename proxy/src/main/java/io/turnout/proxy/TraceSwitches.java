package io.turnout.proxy;

import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSink;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.TraceVerbosity;
import io.turnout.core.trace.Traces;
import io.turnout.proxy.config.TraceConfig;
import io.turnout.proxy.config.TraceConfig.Sink;
import io.turnout.proxy.config.TraceConfig.State;
import io.turnout.proxy.log.LogTargetException;
import io.turnout.proxy.log.TraceTargets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trace sources as the configuration has them. Lines about a source add up: a line changes what
 * it names.
 */
final class TraceSwitches {
  private static final Sink STDERR = new Sink.Descriptor(2);

  private final Traces traces;
  private final TraceTargets targets;
  private final List<String> problems;
  private final Map<TraceSource, Setting> settings = new LinkedHashMap<>();
  private final List<TraceSource> started = new ArrayList<>();

  /**
   * Switches nothing yet.
   *
   * @param problems where what is wrong is noted
   */
  TraceSwitches(Traces traces, TraceTargets targets, List<String> problems) {
    this.traces = traces;
    this.targets = targets;
    this.problems = problems;
  }

  /** Reads the lines, once every source is known, and opens the sinks of those that start. */
  void prepare(List<TraceConfig> lines) {
    for (TraceConfig line : lines) {
      for (TraceSource source : sourcesOf(line)) {
        settings.computeIfAbsent(source, _ -> new Setting()).apply(line);
      }
    }
    settings.values().stream().filter(setting -> setting.running).forEach(this::open);
  }

  /** Switches on what is to start. */
  void start() {
    settings.forEach((source, setting) -> {
      if (setting.running) {
        started.add(source);
        source.start(setting.level, setting.verbosity, setting.opened);
      }
    });
  }

  /** Switches off what was started here. */
  void stop() {
    started.forEach(TraceSource::stop);
    started.clear();
  }

  private List<TraceSource> sourcesOf(TraceConfig line) {
    if (line.source().equals(TraceConfig.ALL)) {
      return traces.sources();
    }
    return traces.sources().stream().filter(s -> s.name().equals(line.source())).toList();
  }

  private void open(Setting setting) {
    try {
      setting.opened = targets.open(setting.sink);
    } catch (LogTargetException refused) {
      String problem = refused.getMessage() + " (" + setting.lastLine + ")";
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
    }
  }

  /** What the lines so far make of a source. */
  private static final class Setting {
    private TraceLevel level = TraceLevel.USER;
    private TraceVerbosity verbosity = TraceVerbosity.SIMPLE;
    private Sink sink = STDERR;
    private TraceSink opened = (source, at, text) -> {};
    private boolean running;
    private String lastLine = "";

    private void apply(TraceConfig line) {
      lastLine = line.position().toString();
      if (line.state() == State.STOP) {
        level = TraceLevel.USER;
        verbosity = TraceVerbosity.SIMPLE;
        sink = STDERR;
      }
      level = line.level() == null ? level : line.level();
      verbosity = line.verbosity() == null ? verbosity : line.verbosity();
      sink = line.sink() == null ? sink : line.sink();
      running = line.state() == null ? running : line.state() == State.START;
    }
  }
}
