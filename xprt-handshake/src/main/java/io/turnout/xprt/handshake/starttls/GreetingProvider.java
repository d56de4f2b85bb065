package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import io.turnout.xprt.handshake.wire.DialogueFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Provides the dialogue {@code greeting}: takes the greeting of a server whose client had one from
 * us.
 */
public final class GreetingProvider implements HandshakeProvider {
  @Override
  public String name() {
    return "greeting";
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
    StartTlsOptions read = StartTlsOptions.of(options, StartTlsOptions.allBut(Protocol.MYSQL));
    return new DialogueFactory(
        name(),
        traces.source("starttls", "STARTTLS dialogues"),
        connection -> read.protocol().takeGreeting(read.terms()));
  }
}
