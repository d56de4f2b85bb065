package io.turnout.xprt.handshake;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.SpiLevel;
import java.util.List;

/** Provides the transport {@code handshake}. */
public final class DialoguesProvider implements HandshakeXprtProvider {
  @Override
  public String name() {
    return "handshake";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public XprtFactory newFactory(List<HandshakeFactory> dialogues, Traces traces) {
    return new HandshakeXprtFactory(
        dialogues, traces.source("handshake", "dialogues before the data"));
  }
}
