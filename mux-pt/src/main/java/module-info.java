/** The pass-through mux: one stream per connection, its bytes unseen. */
module io.turnout.mux.pt {
  requires transitive io.turnout.spi;
  requires static org.jspecify;

  exports io.turnout.mux.pt;

  provides io.turnout.spi.MuxProvider with
      io.turnout.mux.pt.PtMuxProvider;
}
