package io.turnout.proxy.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM with a main class of the tests, which answers in lines and ends with its input. */
final class JavaProcess implements AutoCloseable {
  private static final String RESIDENT = "VmRSS:";

  private final Process process;
  private final BufferedReader output;

  /**
   * Starts it.
   *
   * @param before the command that runs the JVM, such as strace and its options; may be none
   */
  JavaProcess(List<String> before, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            main.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Asks for a line. */
  String ask() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return nextLine();
  }

  /** Waits for the next line of its standard output. */
  String nextLine() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the process has ended");
    }
    return line;
  }

  /** How many descriptors it has open. */
  int descriptors() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc("fd"))) {
      int count = 0;
      for (Path entry : entries) {
        count += entry.getNameCount() > 0 ? 1 : 0;
      }
      return count;
    }
  }

  /** How much memory it occupies, in KiB. */
  long residentKib() throws IOException {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      String line = lines.filter(l -> l.startsWith(RESIDENT)).findFirst().orElseThrow();
      return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip());
    }
  }

  private Path proc(String name) {
    return Path.of("/proc", String.valueOf(process.pid()), name);
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
      Await.until("the process ends", () -> !process.isAlive());
    } finally {
      process.destroyForcibly();
      output.close();
    }
  }
}
