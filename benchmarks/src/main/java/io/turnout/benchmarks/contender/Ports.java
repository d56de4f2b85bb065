package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports on 127.0.0.1.
 *
 * @param origin where the proxy connects to
 * @param plain where it listens and copies
 * @param second where it listens otherwise: it splices, if it can, or leaves TLS away
 */
public record Ports(int origin, int plain, int second) {
  public static Ports before(int origin) {
    return new Ports(origin, free(), free());
  }

  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
