package io.turnout.proxy.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** A server program of a Debian package, which ends with the test. */
public final class PackagedServer implements AutoCloseable {
  private static final int TRIES = 3;

  private final SystemProgram program;
  private final int port;

  private PackagedServer(SystemProgram program, int port) {
    this.program = program;
    this.port = port;
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
      SystemProgram program = SystemProgram.start(folder, words);
      if (program.comesUp(port)) {
        return new PackagedServer(program, port);
      }
      program.close();
      if (i == TRIES) {
        throw new AssertionError(words + " does not listen:\n" + program.printed());
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
    return program.printed();
  }

  @Override
  public void close() {
    program.close();
  }
}
