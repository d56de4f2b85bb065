package io.turnout.proxy.config.rule;

import java.util.List;

/**
 * What stands behind {@code if} or {@code unless}.
 *
 * @param unless true for {@code unless}: the rule applies if the rest does not hold
 * @param anyOf it holds if all terms of one of these lists do; neither is empty
 */
public record ConditionConfig(boolean unless, List<List<TermConfig>> anyOf) {
  /** Copies the lists. */
  public ConditionConfig {
    anyOf = anyOf.stream().map(List::copyOf).toList();
  }
}
