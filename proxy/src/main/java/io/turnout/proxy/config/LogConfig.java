package io.turnout.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a frontend logs.
 *
 * @param targets where lines go; none is no log
 * @param format of a stream's line
 * @param tag {@code log-tag}, or null for the process's
 * @param uniqueId {@code unique-id-format}: what each stream is called, or null
 * @param nullSkipped {@code dontlognull}: nothing for connections without data
 * @param normalSkipped {@code dontlog-normal}: only streams that had a problem
 * @param errorsRaised {@code log-separate-errors}: those at level err
 * @param early {@code logasap}: as soon as the server is connected
 */
public record LogConfig(
    List<LogTargetConfig> targets,
    LogFormatConfig format,
    @Nullable String tag,
    LogFormatConfig.@Nullable Custom uniqueId,
    boolean nullSkipped,
    boolean normalSkipped,
    boolean errorsRaised,
    boolean early) {
  /** Copies the list. */
  public LogConfig {
    targets = List.copyOf(targets);
  }
}
