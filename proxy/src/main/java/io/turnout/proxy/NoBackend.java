package io.turnout.proxy;

import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BackendOptions;
import io.turnout.proxy.config.Balance;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.SpliceConfig;
import io.turnout.proxy.config.TimeoutsConfig;
import io.turnout.proxy.config.rule.ContentRulesConfig;
import java.util.List;

/** The backend of a frontend that names none: it has the frontend's name and no servers. */
final class NoBackend {
  private NoBackend() {}

  static BackendConfig of(FrontendConfig frontend) {
    SpliceConfig noSplice = new SpliceConfig(false, false, false);
    return new BackendConfig(
        frontend.name(),
        frontend.id(),
        frontend.position(),
        null,
        false,
        List.of(),
        new Balance.Random(2),
        0,
        0,
        new TimeoutsConfig(0, 0, 0, 0, 0, 0, 0, 0, 0),
        new BackendOptions(false, false, false, false, false, noSplice),
        ContentRulesConfig.NONE,
        ContentRulesConfig.NONE,
        List.of(),
        null);
  }
}
