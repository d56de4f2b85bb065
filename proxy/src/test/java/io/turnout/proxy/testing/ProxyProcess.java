package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A proxy in a JVM of its own, to be watched from outside or to be given other limits. */
public final class ProxyProcess implements AutoCloseable {
  private final JavaProcess process;
  private final int port;

  /**
   * What it has at a moment.
   *
   * @param connections clients that are connected
   * @param buffers buffers that hold bytes
   * @param pipes pipes that hold bytes
   */
  public record Holdings(int connections, int buffers, int pipes) {}

  /**
   * Starts it and waits until it accepts.
   *
   * @param before the command that runs the JVM, such as strace and its options; may be none
   */
  public ProxyProcess(Path configuration, String... before) throws IOException {
    process = new JavaProcess(List.of(before), ProxyMain.class, configuration.toString());
    port = Integer.parseInt(nextLine());
  }

  /** Writes a configuration for {@link #ProxyProcess}. */
  public static Path configuration(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("proxy.cfg"), text);
  }

  /** The port of its first bind line. */
  public int port() {
    return port;
  }

  /** What it has now. */
  public Holdings holdings() throws IOException {
    String[] numbers = process.ask().split(" ");
    return new Holdings(
        Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
  }

  /** How many descriptors it has open. */
  public int descriptors() throws IOException {
    return process.descriptors();
  }

  /** How much memory it occupies, in KiB. */
  public long residentKib() throws IOException {
    return process.residentKib();
  }

  /** Waits for the next line of its standard output. */
  public String nextLine() throws IOException {
    return process.nextLine();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
