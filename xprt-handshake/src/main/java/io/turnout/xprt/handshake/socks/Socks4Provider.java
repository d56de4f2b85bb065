package io.turnout.xprt.handshake.socks;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import io.turnout.xprt.handshake.wire.DialogueFactory;
import io.turnout.xprt.handshake.wire.Options;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Provides the dialogue {@code socks4}: a server is reached through a SOCKS4 proxy. */
public final class Socks4Provider implements HandshakeProvider {
  private static final String DEFAULT_USER = "Turnout";

  @Override
  public String name() {
    return "socks4";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.of(Side.BACK);
  }

  @Override
  public HandshakeFactory newFactory(Side side, Map<String, String> options, Traces traces)
      throws OptionException {
    Options read =
        new Options(options, Set.of(SocksOptions.HOST, SocksOptions.PORT, SocksOptions.USER));
    SocksOptions common = SocksOptions.of(read);
    String host = options.getOrDefault(SocksOptions.HOST, "");
    if (common.host() != null && !Socks4.canAskFor(common.host())) {
      throw new OptionException(
          "option 'host': '%s' is an IPv6 address, which version 4 does not have. Use an IPv4 address, a name, or socks5"
              .formatted(host));
    }
    String given = read.text(SocksOptions.USER);
    String user = given == null ? DEFAULT_USER : SocksOptions.word(SocksOptions.USER, given);
    read.end();
    return new DialogueFactory(
        name(),
        traces.source("socks", "SOCKS towards servers"),
        connection -> new Socks4(common.wanted(connection), user));
  }
}
