package io.turnout.proxy.config.rule;

import io.turnout.proxy.config.DialogueConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers with which a client's connection has to begin because rules say so.
 *
 * @param netscalerMagic the number by which a NetScaler header is known; null for no such header
 * @param proxy whether there is a PROXY header
 */
public record ExpectedHeaders(@Nullable String netscalerMagic, boolean proxy) {
  /** None. */
  public static final ExpectedHeaders NOTHING = new ExpectedHeaders(null, false);

  private static final String NETSCALER = "netscaler-cip";
  private static final String PROXY = "proxy";

  /** With a PROXY header, too. */
  public ExpectedHeaders andProxy() {
    return proxy ? this : new ExpectedHeaders(netscalerMagic, true);
  }

  /** With a NetScaler header, too; there is one at most, and the first that was asked for stays. */
  public ExpectedHeaders andNetscaler(String magic) {
    return netscalerMagic != null ? this : new ExpectedHeaders(magic, proxy);
  }

  /**
   * Puts the headers before what is spoken on a {@code bind} line, in HAProxy's order. One that the
   * line has itself comes once, as the line has it.
   */
  public List<DialogueConfig> before(List<DialogueConfig> spoken) {
    List<DialogueConfig> all = new ArrayList<>();
    if (netscalerMagic != null && spoken.stream().noneMatch(d -> d.name().equals(NETSCALER))) {
      all.add(new DialogueConfig(NETSCALER, Map.of("magic", netscalerMagic)));
    }
    spoken.stream().filter(d -> d.name().equals(NETSCALER)).forEach(all::add);
    if (proxy && spoken.stream().noneMatch(d -> d.name().equals(PROXY))) {
      all.add(new DialogueConfig(PROXY, Map.of()));
    }
    spoken.stream().filter(d -> !d.name().equals(NETSCALER)).forEach(all::add);
    return all;
  }
}
