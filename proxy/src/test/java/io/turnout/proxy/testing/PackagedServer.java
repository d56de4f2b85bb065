package io.turnout.proxy.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** A server program of a Debian package, which ends with the test. */
public final class PackagedServer implements AutoCloseable {
  private static final int TRIES = 3;
  private static final String LISTENS = "0A";

  private final Process process;
  private final int port;
  private final Path output;

  private PackagedServer(Process process, int port, Path output) {
    this.process = process;
    this.port = port;
    this.output = output;
  }

  /** Skips the test where the program is missing, and says what to install. */
  public static void need(String program, String debianPackage) {
    assumeTrue(
        Files.isExecutable(Path.of(program)),
        program + " is not installed (Debian: " + debianPackage + ")");
  }

  /**
   * Starts it and waits until it listens. Another process may take the port meanwhile: then it is
   * tried again.
   *
   * @param folder where its output goes
   * @param command what to run, for a port of 127.0.0.1
   */
  public static PackagedServer start(Path folder, IntFunction<List<String>> command)
      throws IOException {
    for (int i = 1; ; i++) {
      int port = Rig.deadPort();
      List<String> words = command.apply(port);
      Path output = folder.resolve(Path.of(words.getFirst()).getFileName() + "-" + port + ".out");
      Process process =
          new ProcessBuilder(words)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      PackagedServer made = new PackagedServer(process, port, output);
      if (made.comesUp()) {
        return made;
      }
      made.close();
      if (i == TRIES) {
        throw new AssertionError(words + " does not listen:\n" + made.output());
      }
    }
  }

  /** HAProxy with this configuration, in which PORT is its port. */
  public static PackagedServer haproxy(Path folder, String configuration) throws IOException {
    return start(
        folder,
        port ->
            List.of(
                "/usr/sbin/haproxy",
                "-db",
                "-f",
                file(folder, "haproxy", configuration, port).toString()));
  }

  /** nginx with this configuration, in which PORT is its port. */
  public static PackagedServer nginx(Path folder, String configuration) throws IOException {
    return start(
        folder,
        port ->
            List.of(
                "/usr/sbin/nginx",
                "-p",
                folder.toString(),
                "-e",
                "stderr",
                "-c",
                file(folder, "nginx", configuration, port).toString()));
  }

  /** Writes a configuration, in which PORT is the port. */
  public static Path file(Path folder, String name, String configuration, int port) {
    try {
      return Files.writeString(
          folder.resolve(name + "-" + port + ".conf"),
          configuration.replace("PORT", Integer.toString(port)));
    } catch (IOException e) {
      throw new AssertionError("cannot write to " + folder, e);
    }
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** What it wrote so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError("its output is gone", e);
    }
  }

  private boolean comesUp() {
    BooleanSupplier listens = () -> !process.isAlive() || listens(port);
    Await.until("a server listens", listens);
    return process.isAlive();
  }

  /** By the kernel's table, as a connection would be in the server's log. */
  private static boolean listens(int port) {
    String address = String.format(Locale.ROOT, "0100007F:%04X", port);
    try {
      return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
          .map(line -> line.strip().split("\\s+", 5))
          .anyMatch(words -> words[1].equals(address) && words[3].equals(LISTENS));
    } catch (IOException e) {
      throw new AssertionError("no table of sockets", e);
    }
  }

  @Override
  public void close() {
    // In good order, as some have children.
    process.destroy();
    Await.until("a server ends", () -> !process.isAlive());
  }
}
