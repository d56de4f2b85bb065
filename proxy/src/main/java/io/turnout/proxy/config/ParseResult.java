package io.turnout.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a configuration gave.
 *
 * @param config the configuration, or null if there was any {@link Severity#ALERT}
 * @param problems everything to tell, in the order in which it was found
 */
public record ParseResult(@Nullable ProxyConfig config, List<Problem> problems) {
  /** Refuses a configuration that comes with an error, and an absent one that comes without. */
  public ParseResult {
    problems = List.copyOf(problems);
    boolean failed = problems.stream().anyMatch(p -> p.severity() == Severity.ALERT);
    if (failed != (config == null)) {
      throw new IllegalArgumentException("a configuration is there exactly when nothing failed");
    }
  }

  /** True if the program must not start with this configuration. */
  public boolean failed() {
    return config == null;
  }
}
