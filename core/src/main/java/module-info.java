/**
 * Turnout's core: the contracts of the layers, the event loop, buffers, and the system's sockets.
 */
module io.turnout.core {
  requires org.slf4j;
  requires static jdk.jfr;
  requires static transitive org.jspecify;

  exports io.turnout.core.address;
  exports io.turnout.core.buffer;
  exports io.turnout.core.conn;
  exports io.turnout.core.loop;
  exports io.turnout.core.net;
  exports io.turnout.core.trace;
}
