/** The program: command line, wiring, signals, demo. Its image runs on the class path. */
module io.turnout.distribution {
  requires io.turnout.proxy;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires com.google.common;
  requires com.google.guice;
  requires jakarta.inject;
  requires jdk.unsupported;
  requires org.slf4j;
  requires static org.jspecify;

  opens io.turnout.distribution to
      com.google.guice;

  exports io.turnout.distribution.logging to
      ch.qos.logback.classic;

  provides ch.qos.logback.classic.spi.Configurator with
      io.turnout.distribution.logging.StderrLogging;
}
