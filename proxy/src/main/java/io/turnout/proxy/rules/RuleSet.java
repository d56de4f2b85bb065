package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.ConditionConfig;
import io.turnout.proxy.config.rule.ContentRuleConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import io.turnout.proxy.config.rule.RuleActionConfig;

/**
 * The rules on content of one proxy and direction.
 *
 * <p><b>Thread:</b> any; it never changes.
 */
public final class RuleSet {
  private final Rule[] rules;
  private final long delayNanos;

  private RuleSet(Rule[] rules, long delayNanos) {
    this.rules = rules;
    this.delayNanos = delayNanos;
  }

  /** Compiles rules. */
  public static RuleSet compile(ContentRulesConfig config) {
    Rule[] rules = config.rules().stream().map(RuleSet::compile).toArray(Rule[]::new);
    return new RuleSet(rules, config.delayNanos());
  }

  /** How long bytes may be waited for; 0 is not at all. */
  public long delayNanos() {
    return delayNanos;
  }

  /**
   * Looks at all rules, in order, until one decides. If none does, the bytes pass.
   *
   * @param last whether nothing more is waited for: then the verdict is not to wait
   * @param space the loop's, for values on the way
   * @param actions hears what the rule that decided wants done
   */
  public Verdict evaluate(Inspected from, boolean last, Sample space, RuleActions actions) {
    for (Rule rule : rules) {
      Condition condition = rule.condition();
      int applies = condition == null ? Outcome.YES : condition.outcome(from, last, space);
      if (applies == Outcome.NOT_YET) {
        return Verdict.WAIT;
      }
      if (applies == Outcome.YES) {
        return rule.effect().apply(actions, last);
      }
    }
    return Verdict.ACCEPT;
  }

  private static Rule compile(ContentRuleConfig config) {
    ConditionConfig when = config.condition();
    Condition condition = when == null ? null : new Condition(when);
    return switch (config.action()) {
      case RuleActionConfig.Accept _ -> new Rule(condition, (actions, last) -> Verdict.ACCEPT);
      case RuleActionConfig.Reject _ -> new Rule(condition, (actions, last) -> Verdict.REJECT);
      case RuleActionConfig.Close _ -> new Rule(condition, (actions, last) -> Verdict.CLOSE);
      case RuleActionConfig.SwitchMux(String mux) ->
          new Rule(
              condition,
              (actions, last) -> {
                actions.switchMux(mux);
                return Verdict.ACCEPT;
              });
      case RuleActionConfig.StartTls how ->
          new Rule(condition, (actions, last) -> actions.startTls(how, last));
    };
  }
}
