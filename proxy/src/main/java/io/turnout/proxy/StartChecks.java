package io.turnout.proxy;

import io.turnout.proxy.config.BackendConfig;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.spi.Mode;
import io.turnout.spi.Muxes;
import io.turnout.spi.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a configuration can only be checked with the plugins at hand, before anything is opened.
 */
final class StartChecks {
  private final Muxes muxes;
  private final List<String> problems = new ArrayList<>();

  private StartChecks(Muxes muxes) {
    this.muxes = muxes;
  }

  static List<String> problems(ProxyConfig config, Muxes muxes) {
    StartChecks checks = new StartChecks(muxes);
    for (FrontendConfig frontend : config.frontends()) {
      for (BindConfig bind : frontend.binds()) {
        checks.mux(bind.proto(), Side.FRONT, "bind, " + bind.position());
      }
    }
    for (BackendConfig backend : config.backends()) {
      for (ServerConfig server : backend.servers()) {
        String line = "server " + server.name() + ", " + server.position();
        checks.mux(server.proto(), Side.BACK, line);
      }
    }
    return checks.problems;
  }

  private void mux(@Nullable String proto, Side side, String line) {
    String name = proto == null ? Muxes.DEFAULT : proto;
    String refusal = muxes.refusal(name, side, Mode.TCP);
    if (refusal != null) {
      problems.add("TRN-3006 mux '%s' (%s): %s.".formatted(name, line, refusal));
    }
  }
}
