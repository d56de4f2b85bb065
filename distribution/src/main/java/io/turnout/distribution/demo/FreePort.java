package io.turnout.distribution.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
final class FreePort {
  private FreePort() {}

  static ServerSocket bind(int wanted) throws IOException {
    try {
      return open(wanted);
    } catch (BindException taken) {
      return open(0);
    }
  }

  /** The wanted one, or another one that is free now. */
  static int find(int wanted) throws IOException {
    try (ServerSocket probe = bind(wanted)) {
      return probe.getLocalPort();
    }
  }

  private static ServerSocket open(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }
}
