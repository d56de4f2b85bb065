package io.turnout.proxy.listen;

import io.turnout.core.conn.Connection;
import io.turnout.core.conn.MuxFactory;
import io.turnout.core.conn.SecureXprt;
import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.Mode;
import io.turnout.spi.Muxes;
import io.turnout.spi.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one {@code bind} or {@code server} line are made of above their sockets.
 *
 * @param xprts the transports, the lowest first
 * @param muxes all muxes
 * @param side on which side of the proxy it is
 * @param proto the {@code proto} keyword: the name of a mux that serves that side, or null
 */
public record Layers(
    List<XprtFactory> xprts,
    @Nullable XprtFactory laterTls,
    Muxes muxes,
    Side side,
    @Nullable String proto) {

  /** Copies the list. */
  public Layers {
    xprts = List.copyOf(xprts);
  }

  /** Puts the transports on a connection that has its socket. */
  public void installXprts(Connection connection) {
    for (int i = 0; i < xprts.size(); i++) {
      connection.installXprt(xprts.get(i));
    }
  }

  /** The mux for a connection, by what its transports agreed on, if they are ready. */
  public MuxFactory muxFor(Connection connection) {
    SecureXprt secure = connection.secureXprt();
    return muxBy(secure == null ? "" : secure.alpn());
  }

  /**
   * The mux for what the transports of a connection agreed on while it had another; null if that
   * asks for none.
   */
  public @Nullable MuxFactory agreedMux(Connection connection) {
    MuxFactory mux = muxFor(connection);
    return mux.name().equals(muxBy("").name()) ? null : mux;
  }

  private MuxFactory muxBy(String alpn) {
    return muxes
        .choose(proto, alpn, side, Mode.TCP)
        .orElseThrow(() -> new IllegalStateException("the start let mux " + proto + " pass"));
  }
}
