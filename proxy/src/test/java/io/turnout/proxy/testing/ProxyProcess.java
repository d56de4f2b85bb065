package io.turnout.proxy.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A proxy in a JVM of its own, to be watched from outside or to be given other limits. */
public final class ProxyProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final int port;

  /**
   * Starts it and waits until it accepts.
   *
   * @param before the command that runs the JVM, such as strace and its options; may be none
   */
  public ProxyProcess(Path configuration, String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            ProxyMain.class.getName(),
            configuration.toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    port = nextNumber();
  }

  /** Writes a configuration for {@link #ProxyProcess}. */
  public static Path configuration(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("proxy.cfg"), text);
  }

  /** The port of its first bind line. */
  public int port() {
    return port;
  }

  /** How many clients are connected. */
  public int connections() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return nextNumber();
  }

  /** Waits for the next line of its standard output. */
  public String nextLine() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the process has ended");
    }
    return line;
  }

  private int nextNumber() throws IOException {
    return Integer.parseInt(nextLine());
  }

  /** This JVM's class path and module path, all as a class path. */
  private static String classPath() {
    return Stream.of(
            Path.of(System.getProperty("basedir", ""), "target", "test-classes")
                .toAbsolutePath()
                .toString(),
            System.getProperty("java.class.path"),
            System.getProperty("jdk.module.path"))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      Await.until("the proxy's process ends", () -> !process.isAlive());
    } finally {
      process.destroyForcibly();
      output.close();
    }
  }
}
