package io.turnout.proxy.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Receives lines at a UNIX datagram socket, by socat, as the JDK has no such socket. */
public final class DatagramReader implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  /** Receives at this path. */
  public DatagramReader(Path socket) throws IOException {
    process = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + socket, "STDOUT").start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Await.until("socat listens", () -> Files.exists(socket));
  }

  /** Whether socat is there. */
  public static boolean canRead() {
    return Files.isExecutable(Path.of("/usr/bin/socat"));
  }

  /** Waits for the next line. */
  public String next() throws IOException {
    return output.readLine();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    Await.until("socat ends", () -> !process.isAlive());
    process.getOutputStream().close();
    process.getErrorStream().close();
    output.close();
  }
}
