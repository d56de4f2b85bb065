/** What is spoken before the data: PROXY headers, SOCKS, STARTTLS dialogues, and who speaks it. */
module io.turnout.xprt.handshake {
  requires transitive io.turnout.spi;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.turnout.xprt.handshake;

  provides io.turnout.spi.HandshakeProvider with
      io.turnout.xprt.handshake.netscaler.AcceptCipProvider,
      io.turnout.xprt.handshake.proxy.AcceptProxyProvider,
      io.turnout.xprt.handshake.proxy.SendProxyProvider,
      io.turnout.xprt.handshake.socks.Socks4Provider,
      io.turnout.xprt.handshake.socks.Socks5Provider,
      io.turnout.xprt.handshake.starttls.GreetProvider,
      io.turnout.xprt.handshake.starttls.GreetingProvider,
      io.turnout.xprt.handshake.starttls.HelloProvider,
      io.turnout.xprt.handshake.starttls.StartTlsProvider;
  provides io.turnout.spi.HandshakeXprtProvider with
      io.turnout.xprt.handshake.DialoguesProvider;
}
