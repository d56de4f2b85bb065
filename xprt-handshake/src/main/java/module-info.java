/** What is spoken before the data: PROXY headers, SOCKS, STARTTLS dialogues, and who speaks it. */
module io.turnout.xprt.handshake {
  requires transitive io.turnout.spi;
  requires static org.jspecify;

  exports io.turnout.xprt.handshake;

  provides io.turnout.spi.HandshakeProvider with
      io.turnout.xprt.handshake.proxy.AcceptProxyProvider,
      io.turnout.xprt.handshake.proxy.SendProxyProvider;
  provides io.turnout.spi.HandshakeXprtProvider with
      io.turnout.xprt.handshake.DialoguesProvider;
}
