package io.turnout.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code global} section.
 *
 * @param maxConnections {@code maxconn}: connections of the process; 0 is computed at start
 * @param threads {@code nbthread}: event loops; 0 is one per core
 * @param logs {@code log} lines
 * @param logTag {@code log-tag}, or null for the program's name
 * @param hostName what {@code log-send-hostname} asks for
 * @param tuning the {@code tune.*} keywords and the switches of kernel features
 * @param pidFile the keyword pidfile, or null
 * @param daemon {@code daemon}: leave the terminal
 * @param quiet {@code quiet}: print nothing at start
 * @param zeroWarning {@code zero-warning}: refuse to start when there is any warning
 * @param description {@code description}, or null
 * @param node {@code node}, or null for the host's name
 * @param hardStopAfterNanos {@code hard-stop-after}: how long a soft stop may last; 0 is for ever
 * @param descriptorLimit {@code ulimit-n}; 0 is computed at start
 */
public record GlobalConfig(
    int maxConnections,
    int threads,
    List<LogTargetConfig> logs,
    @Nullable String logTag,
    LogHostName hostName,
    TuningConfig tuning,
    @Nullable String pidFile,
    boolean daemon,
    boolean quiet,
    boolean zeroWarning,
    @Nullable String description,
    @Nullable String node,
    long hardStopAfterNanos,
    int descriptorLimit) {
  /** Copies the list. */
  public GlobalConfig {
    logs = List.copyOf(logs);
  }

  GlobalConfig withMaxConnections(int connections) {
    return new GlobalConfig(
        connections,
        threads,
        logs,
        logTag,
        hostName,
        tuning,
        pidFile,
        daemon,
        quiet,
        zeroWarning,
        description,
        node,
        hardStopAfterNanos,
        descriptorLimit);
  }

  /** The host name in log lines that carry one. */
  public sealed interface LogHostName {
    /** {@code log-send-hostname} is absent. */
    record Omitted() implements LogHostName {}

    /** The system's name. */
    record OfSystem() implements LogHostName {}

    /** The given one. */
    record Fixed(String name) implements LogHostName {}
  }
}
