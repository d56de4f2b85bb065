package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.rule.RuleActionConfig;

/** What a rule does, once its words are read. */
final class ActionDraft {
  RuleActionConfig action = new RuleActionConfig.Accept();
}
