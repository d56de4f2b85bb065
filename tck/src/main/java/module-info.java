/** The conformance kits, and the simulated network that they run on. */
module io.turnout.tck {
  requires transitive io.turnout.spi;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports io.turnout.tck;
  exports io.turnout.tck.sim;
}
