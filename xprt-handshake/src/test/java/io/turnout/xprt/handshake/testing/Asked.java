package io.turnout.xprt.handshake.testing;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.tck.HandshakeScript;
import java.util.Map;
import java.util.function.Supplier;

/** A dialogue with its options, made anew each time that it is asked for. */
public record Asked(HandshakeProvider provider, Side side, Map<String, String> options)
    implements Supplier<HandshakeFactory> {
  @Override
  public HandshakeFactory get() {
    try {
      return provider.newFactory(side, options, new Traces());
    } catch (OptionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** For the kit; nothing is said yet. */
  HandshakeScript script(String name) {
    HandshakeScript script = HandshakeScript.of(name, side);
    options.forEach(script::option);
    return script;
  }
}
