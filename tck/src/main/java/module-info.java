/** The conformance kit: a simulated network, and what runs on it. */
module io.turnout.tck {
  requires transitive io.turnout.spi;
  requires static org.jspecify;

  exports io.turnout.tck.sim;
}
