package io.turnout.proxy.stream;

import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import io.turnout.proxy.rules.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the streams of one frontend obey, in the order of their turns; null are none.
 *
 * @param frontend the frontend's, for requests
 * @param backend the backend's, for requests, unless frontend and backend are one section
 * @param response the backend's, for responses
 */
record ContentRules(
    @Nullable RuleSet frontend, @Nullable RuleSet backend, @Nullable RuleSet response) {

  /** Those of a frontend and its backend; null if there are none at all. */
  static @Nullable ContentRules of(FrontendConfig front, BackendConfig back) {
    RuleSet frontend = compile(front.requestRules());
    boolean oneSection = front.id() == back.id();
    RuleSet backend = oneSection ? null : compile(back.requestRules());
    RuleSet response = compile(back.responseRules());
    return frontend == null && backend == null && response == null
        ? null
        : new ContentRules(frontend, backend, response);
  }

  private static @Nullable RuleSet compile(ContentRulesConfig config) {
    return config.rules().isEmpty() ? null : RuleSet.compile(config);
  }
}
