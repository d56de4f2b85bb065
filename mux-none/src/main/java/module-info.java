/** The pass-through mux that refuses to be swapped away. */
module io.turnout.mux.none {
  requires transitive io.turnout.spi;
  requires io.turnout.mux.pt;
  requires static org.jspecify;

  exports io.turnout.mux.none;

  provides io.turnout.spi.MuxProvider with
      io.turnout.mux.none.NoneMuxProvider;
}
