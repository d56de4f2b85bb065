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
 */
public final class Layers {
  private final XprtFactory[] xprts;
  private final @Nullable XprtFactory laterTls;
  private final List<HeaderField> fields;
  private final Muxes muxes;
  private final Side side;
  private final @Nullable String proto;

  /** The mux where TLS agreed on nothing; null if the start refuses the line. */
  private final @Nullable MuxFactory usual;

  /**
   * For one line.
   *
   * @param xprts the transports, the lowest first
   * @param laterTls what a rule starts ({@code starttls rule}), or null
   * @param fields what a PROXY header tells beside what its own options say
   * @param muxes all muxes
   * @param side on which side of the proxy it is
   * @param proto the {@code proto} keyword: the name of a mux that serves that side, or null
   */
  public Layers(
      List<XprtFactory> xprts,
      @Nullable XprtFactory laterTls,
      List<HeaderField> fields,
      Muxes muxes,
      Side side,
      @Nullable String proto) {
    this.xprts = xprts.toArray(XprtFactory[]::new);
    this.laterTls = laterTls;
    this.fields = List.copyOf(fields);
    this.muxes = muxes;
    this.side = side;
    this.proto = proto;
    this.usual = muxes.choose(proto, "", side, Mode.TCP).orElse(null);
  }

  /** Puts the transports on a connection that has its socket. */
  public void installXprts(Connection connection) {
    for (XprtFactory xprt : xprts) {
      connection.installXprt(xprt);
    }
  }

  /** TLS that a rule may start, or null. */
  @Nullable XprtFactory laterTls() {
    return laterTls;
  }

  /** What a PROXY header tells beside what its own options say. */
  public List<HeaderField> fields() {
    return fields;
  }

  /** The mux for a connection, by what its transports agreed on, if they are ready. */
  public MuxFactory muxFor(Connection connection) {
    SecureXprt secure = connection.secureXprt();
    String alpn = secure == null ? "" : secure.alpn();
    MuxFactory mux =
        alpn.isEmpty() ? usual : muxes.choose(proto, alpn, side, Mode.TCP).orElse(null);
    if (mux == null) {
      throw new IllegalStateException("the start let mux " + proto + " pass");
    }
    return mux;
  }

  /**
   * The mux for what the transports of a connection agreed on while it had another; null if that
   * asks for none.
   */
  public @Nullable MuxFactory agreedMux(Connection connection) {
    MuxFactory mux = muxFor(connection);
    return usual != null && mux.name().equals(usual.name()) ? null : mux;
  }
}
