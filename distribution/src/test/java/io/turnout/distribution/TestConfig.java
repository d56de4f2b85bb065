package io.turnout.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations of one listener in front of one server. */
final class TestConfig {
  private TestConfig() {}

  /** A port of the loopback address that was free just now. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  static Path write(Path folder, int port, int serverPort, String... global) throws IOException {
    return Files.writeString(
        folder.resolve("test.cfg"),
        """
        global
            nbthread 1
            maxconn 100
            %s
        defaults
            mode tcp
            timeout connect 10s
            timeout client 1m
            timeout server 1m
        listen test
            bind 127.0.0.1:%d
            server one 127.0.0.1:%d
        """
            .formatted(String.join("\n    ", global), port, serverPort));
  }
}
