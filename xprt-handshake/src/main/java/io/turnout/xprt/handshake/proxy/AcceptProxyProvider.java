package io.turnout.xprt.handshake.proxy;

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

/** Provides the dialogue {@code proxy}: a PROXY header is taken, of either version. */
public final class AcceptProxyProvider implements HandshakeProvider {
  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.of(Side.FRONT);
  }

  @Override
  public HandshakeFactory newFactory(Side side, Map<String, String> options, Traces traces)
      throws OptionException {
    new Options(options, Set.of()).end();
    return new DialogueFactory(
        name(), traces.source("proxy-protocol", "PROXY headers"), AcceptProxy::new);
  }
}
