/** Turnout's proxy: the configuration language, what it starts, and the logs. */
module io.turnout.proxy {
  requires transitive io.turnout.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.turnout.proxy.config;
  exports io.turnout.proxy.log;
}
