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
import org.jspecify.annotations.Nullable;

/** Provides the dialogue {@code socks5}: a server is reached through a SOCKS5 proxy. */
public final class Socks5Provider implements HandshakeProvider {
  private static final String PASSWORD = "password";

  @Override
  public String name() {
    return "socks5";
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
        new Options(
            options, Set.of(SocksOptions.HOST, SocksOptions.PORT, SocksOptions.USER, PASSWORD));
    SocksOptions common = SocksOptions.of(read);
    Socks5.Login login = login(read.text(SocksOptions.USER), read.text(PASSWORD));
    read.end();
    return new DialogueFactory(
        name(),
        traces.source("socks", "SOCKS towards servers"),
        connection -> new Socks5(common.wanted(connection), login));
  }

  private static Socks5.@Nullable Login login(@Nullable String user, @Nullable String password)
      throws OptionException {
    if (user == null && password == null) {
      return null;
    }
    if (user == null || password == null) {
      throw new OptionException(
          "option '%s' is missing. Give both, or none"
              .formatted(user == null ? SocksOptions.USER : PASSWORD));
    }
    return new Socks5.Login(
        SocksOptions.word(SocksOptions.USER, user), SocksOptions.word(PASSWORD, password));
  }
}
