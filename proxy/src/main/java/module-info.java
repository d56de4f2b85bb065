/** The layer-4 proxy: configuration in, running proxy out. */
module io.turnout.proxy {
  requires transitive io.turnout.core;
  requires transitive io.turnout.spi;
  requires org.slf4j;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports io.turnout.proxy;
  exports io.turnout.proxy.backend;
  exports io.turnout.proxy.config;
  exports io.turnout.proxy.config.rule;
  exports io.turnout.proxy.listen;
  exports io.turnout.proxy.log;
}
