package io.turnout.xprt.handshake.it;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** HAProxy as a peer. */
final class Haproxy implements AutoCloseable {
  private static final long LIMIT_NANOS = 30_000_000_000L;
  private static final long PAUSE_NANOS = 5_000_000;
  private static final int TRIES = 3;

  private final Process process;
  private final int port;

  private Haproxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/sbin/haproxy"));
  }

  /**
   * Starts it.
   *
   * @param configuration with {@code PORT} where its port goes
   */
  static Haproxy start(Path folder, String configuration) throws IOException {
    for (int i = 1; ; i++) {
      int port = freePort();
      Path file = folder.resolve("haproxy.cfg");
      Files.writeString(file, configuration.replace("PORT", Integer.toString(port)));
      Process process =
          new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("haproxy.log").toFile())
              .start();
      Haproxy made = new Haproxy(process, port);
      if (made.listens()) {
        return made;
      }
      if (i == TRIES) {
        throw new AssertionError(Files.readString(folder.resolve("haproxy.log")));
      }
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Another process may take the port meanwhile, and this one then ends. */
  private boolean listens() throws IOException {
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < LIMIT_NANOS) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (ConnectException notYet) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
