/** An example of a plugin: a mux that copies what passes to files. */
module io.turnout.examples.tee {
  requires transitive io.turnout.spi;
  requires static org.jspecify;

  exports io.turnout.examples.tee;

  provides io.turnout.spi.MuxProvider with
      io.turnout.examples.tee.TeeMuxProvider;
}
