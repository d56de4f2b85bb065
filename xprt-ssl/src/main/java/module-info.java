/** TLS, by Conscrypt or by the JDK. */
module io.turnout.xprt.ssl {
  requires transitive io.turnout.spi;
  requires org.conscrypt;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.turnout.xprt.ssl;

  provides io.turnout.spi.TlsProvider with
      io.turnout.xprt.ssl.SslProvider;
}
