package io.turnout.proxy.config.rule;

import java.util.List;

/**
 * An ACL in a condition.
 *
 * @param negated true if it stands behind {@code !}
 * @param anyOf its tests, one for each line that defines it: it holds if one of them does
 */
public record TermConfig(boolean negated, List<TestConfig> anyOf) {
  /** Copies the list. */
  public TermConfig {
    anyOf = List.copyOf(anyOf);
  }
}
