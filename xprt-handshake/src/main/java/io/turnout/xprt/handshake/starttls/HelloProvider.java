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
 * Provides the dialogue {@code hello}: says to a server what its client said to us in clear text.
 */
public final class HelloProvider implements HandshakeProvider {
  @Override
  public String name() {
    return "hello";
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
    StartTlsOptions read = StartTlsOptions.of(options, EnumSet.of(Protocol.SMTP, Protocol.LMTP));
    return new DialogueFactory(
        name(),
        traces.source("starttls", "STARTTLS dialogues"),
        connection ->
            new LineSpeech("hello", new SmtpHello(read.terms(), read.protocol() == Protocol.LMTP)));
  }
}
