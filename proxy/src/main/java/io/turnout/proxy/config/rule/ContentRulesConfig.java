package io.turnout.proxy.config.rule;

import java.util.List;

/**
 * The {@code tcp-request content} or {@code tcp-response content} rules of one proxy.
 *
 * @param delayNanos {@code inspect-delay}: how long they may wait for bytes; 0 is not at all
 * @param rules in the order in which they are evaluated
 */
public record ContentRulesConfig(long delayNanos, List<ContentRuleConfig> rules) {
  /** No rules. */
  public static final ContentRulesConfig NONE = new ContentRulesConfig(0, List.of());

  /** Copies the list. */
  public ContentRulesConfig {
    rules = List.copyOf(rules);
  }
}
