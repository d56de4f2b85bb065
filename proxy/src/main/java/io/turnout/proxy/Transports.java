package io.turnout.proxy;

import io.turnout.core.conn.XprtFactory;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.ServerConfig;
import io.turnout.proxy.listen.Layers;
import io.turnout.spi.Muxes;
import io.turnout.spi.Side;
import io.turnout.spi.XprtProvider;
import java.util.ArrayList;
import java.util.List;

/** Makes the layers of {@code bind} and {@code server} lines, and notes what is missing. */
final class Transports {
  private final List<XprtFactory> plain = new ArrayList<>();
  private final Muxes muxes;

  Transports(ProxyParts parts, Muxes muxes, List<String> problems) {
    this.muxes = muxes;
    XprtProvider provider = parts.xprts().named("raw").orElse(null);
    if (provider == null) {
      problems.add(missing("transport", "raw", parts.xprts().names()));
    } else {
      plain.add(provider.newFactory(parts.traces()));
    }
  }

  Layers of(BindConfig bind) {
    return new Layers(plain, muxes, Side.FRONT, bind.proto());
  }

  Layers to(ServerConfig server) {
    return new Layers(plain, muxes, Side.BACK, server.proto());
  }

  private static String missing(String kind, String name, String available) {
    return "TRN-3005 no %s '%s' was found. Available: %s. Add its plugin to the image."
        .formatted(kind, name, available.isEmpty() ? "none" : available);
  }
}
