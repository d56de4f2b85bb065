package io.turnout.xprt.handshake.netscaler;

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

/** Provides the dialogue {@code netscaler-cip}: a NetScaler's header is taken. */
public final class AcceptCipProvider implements HandshakeProvider {
  private static final String MAGIC = "magic";
  private static final long LARGEST = 0xffff_ffffL;

  @Override
  public String name() {
    return "netscaler-cip";
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
    Options read = new Options(options, Set.of(MAGIC));
    CipHeader header = new CipHeader(magic(read.required(MAGIC, "the number that is agreed on")));
    read.end();
    return new DialogueFactory(
        name(),
        traces.source("netscaler-cip", "NetScaler's headers"),
        connection -> new AcceptCip(connection, header));
  }

  private static int magic(String text) throws OptionException {
    try {
      long magic = Long.decode(text);
      if (magic > 0 && magic <= LARGEST) {
        return (int) magic;
      }
    } catch (NumberFormatException e) {
      throw bad(text, e);
    }
    throw new OptionException(message(text));
  }

  private static OptionException bad(String text, NumberFormatException cause) {
    return new OptionException(message(text), cause);
  }

  private static String message(String text) {
    return "option 'magic': '%s' is not allowed. Use a number from 1 to %d"
        .formatted(text, LARGEST);
  }
}
