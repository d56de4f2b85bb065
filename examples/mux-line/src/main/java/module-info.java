/** An example of a plugin: a mux that frames a stream by lines. */
module io.turnout.examples.line {
  requires transitive io.turnout.spi;
  requires static org.jspecify;

  exports io.turnout.examples.line;

  provides io.turnout.spi.MuxProvider with
      io.turnout.examples.line.LineMuxProvider;
}
