package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.ConditionConfig;
import io.turnout.proxy.config.rule.ConnectionActionConfig;
import io.turnout.proxy.config.rule.ConnectionRuleConfig;
import io.turnout.proxy.config.rule.ExpectedHeaders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one frontend on connections that were just accepted, of which nothing but the
 * addresses of their sockets is known.
 *
 * <p><b>Thread:</b> any; it never changes.
 */
public final class ConnectionRules {
  private final List<Rule> rules;

  private ConnectionRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** Compiles rules. */
  public static ConnectionRules compile(List<ConnectionRuleConfig> config) {
    return new ConnectionRules(config.stream().map(ConnectionRules::compile).toList());
  }

  /** All that rules may answer but null. */
  public static Set<ExpectedHeaders> outcomes(List<ConnectionRuleConfig> config) {
    Set<ExpectedHeaders> all = new LinkedHashSet<>(Set.of(ExpectedHeaders.NOTHING));
    for (ConnectionRuleConfig rule : config) {
      for (ExpectedHeaders before : List.copyOf(all)) {
        ExpectedHeaders after = after(rule.action(), before);
        if (after != null) {
          all.add(after);
        }
      }
    }
    return all;
  }

  /**
   * Looks at all rules, in order, until one decides.
   *
   * @param space the loop's, for values on the way
   * @return what the connection has to begin with; null if it is to be closed
   */
  public @Nullable ExpectedHeaders evaluate(Inspected from, Sample space) {
    ExpectedHeaders expected = ExpectedHeaders.NOTHING;
    for (Rule rule : rules) {
      Condition condition = rule.condition();
      boolean applies = condition == null || condition.outcome(from, true, space) == Outcome.YES;
      if (applies && rule.action() instanceof ConnectionActionConfig.Accept) {
        return expected;
      }
      ExpectedHeaders after = applies ? after(rule.action(), expected) : expected;
      if (after == null) {
        return null;
      }
      expected = after;
    }
    return expected;
  }

  private static @Nullable ExpectedHeaders after(
      ConnectionActionConfig action, ExpectedHeaders before) {
    return switch (action) {
      case ConnectionActionConfig.Accept _ -> before;
      case ConnectionActionConfig.Reject _ -> null;
      case ConnectionActionConfig.ExpectProxy _ -> before.andProxy();
      case ConnectionActionConfig.ExpectNetscaler(String magic) -> before.andNetscaler(magic);
    };
  }

  private static Rule compile(ConnectionRuleConfig config) {
    ConditionConfig when = config.condition();
    return new Rule(when == null ? null : new Condition(when), config.action());
  }

  private record Rule(@Nullable Condition condition, ConnectionActionConfig action) {}
}
