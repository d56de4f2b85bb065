package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.TraceSource;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import io.turnout.xprt.handshake.relay.RelayFactory;
import io.turnout.xprt.handshake.wire.DialogueFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Provides the dialogue {@code starttls}: clear text turns to TLS. */
public final class StartTlsProvider implements HandshakeProvider {
  @Override
  public String name() {
    return "starttls";
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
    boolean front = side == Side.FRONT;
    StartTlsOptions read = front ? offers(options) : asks(options);
    Protocol protocol = read.protocol();
    Terms terms = read.terms();
    TraceSource trace = traces.source("starttls", "STARTTLS dialogues");
    if (protocol == Protocol.MYSQL && !read.alone()) {
      return new RelayFactory(
          name(),
          trace,
          () -> front ? new Silence(new byte[0]) : new MysqlGreeting(terms),
          () -> new MysqlRelay(terms, front));
    }
    return new DialogueFactory(
        name(), trace, ignored -> front ? protocol.offer(terms) : protocol.ask(terms));
  }

  private static StartTlsOptions offers(Map<String, String> options) throws OptionException {
    StartTlsOptions read = StartTlsOptions.of(options, EnumSet.allOf(Protocol.class), "optional");
    if (read.protocol() == Protocol.SIEVE || read.protocol() == Protocol.XMPP) {
      refuseOptional(
          read, "a client without TLS cannot be told how to log in. Leave 'optional' out");
    }
    return read;
  }

  private static StartTlsOptions asks(Map<String, String> options) throws OptionException {
    StartTlsOptions read =
        StartTlsOptions.of(options, EnumSet.allOf(Protocol.class), "optional", "alone");
    if (read.protocol() == Protocol.XMPP) {
      refuseOptional(read, "a stream begun in clear cannot be the client's. Leave 'optional' out");
    }
    return read;
  }

  private static void refuseOptional(StartTlsOptions read, String why) throws OptionException {
    if (read.terms().optional()) {
      throw new OptionException(
          "option 'optional': not possible with 'proto' '%s', as %s"
              .formatted(read.protocol().option(), why));
    }
  }
}
