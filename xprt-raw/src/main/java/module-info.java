/** The plain transport: the socket's bytes as they are. */
module io.turnout.xprt.raw {
  requires transitive io.turnout.spi;
  requires static org.jspecify;

  exports io.turnout.xprt.raw;

  provides io.turnout.spi.XprtProvider with
      io.turnout.xprt.raw.RawXprtProvider;
}
