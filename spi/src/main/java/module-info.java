/** What a plugin is compiled against: providers and how they are found. Brings core's packages. */
module io.turnout.spi {
  requires transitive io.turnout.core;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.turnout.spi;
  exports io.turnout.spi.mux;

  uses io.turnout.spi.HandshakeProvider;
  uses io.turnout.spi.HandshakeXprtProvider;
  uses io.turnout.spi.MuxProvider;
  uses io.turnout.spi.TlsProvider;
  uses io.turnout.spi.XprtProvider;
}
