package io.turnout.tck;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.HandshakeXprtProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Provides a dialogue, and what runs it. */
record ReferenceHandshakes(
    Dialogues dialogues, BiFunction<Connection, HandshakeOps, ReferenceRunner> runners)
    implements HandshakeProvider, HandshakeXprtProvider {
  static final String SECURE = "secure";

  /** Makes dialogues. */
  interface Dialogues {
    HandshakeOps create(Connection connection, TraceSource trace, boolean secure);
  }

  static final ReferenceHandshakes WHOLE =
      new ReferenceHandshakes(ReferenceDialogue::new, ReferenceRunner::new);

  @Override
  public String name() {
    return "tested";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.allOf(Side.class);
  }

  @Override
  public HandshakeFactory newFactory(Side side, Map<String, String> options, Traces traces)
      throws OptionException {
    if (!Set.of(SECURE).containsAll(options.keySet())) {
      throw new OptionException("option: " + options.keySet() + " is unknown. Use " + SECURE);
    }
    TraceSource trace = traces.source("tested", "a dialogue");
    boolean secure = options.containsKey(SECURE);
    return new HandshakeFactory() {
      @Override
      public String name() {
        return "tested";
      }

      @Override
      public HandshakeOps create(Connection connection) {
        return dialogues.create(connection, trace, secure);
      }
    };
  }

  @Override
  public XprtFactory newFactory(List<HandshakeFactory> spoken, Traces traces) {
    return new XprtFactory() {
      @Override
      public String name() {
        return "tested";
      }

      @Override
      public XprtOps create(Connection connection) {
        return runners.apply(connection, spoken.getFirst().create(connection));
      }
    };
  }
}
