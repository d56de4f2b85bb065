package io.turnout.proxy.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of a package of the system, as a real peer: run to its end, or kept as a server. */
public final class SystemProgram implements AutoCloseable {
  private static final long LIMIT_SECONDS = 50;
  private static final String LISTENS = "0A";
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  private final Process process;
  private final Path output;

  private SystemProgram(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Skips the test, visibly, unless a program is there. */
  public static void needs(String program, String debianPackage) {
    boolean there =
        List.of("/usr/bin", "/usr/sbin", "/usr/local/bin").stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(there, program + " is missing (Debian: " + debianPackage + ")");
  }

  /** The newest folder whose name matches, as of versions, with a program in it, or a skip. */
  public static Path newest(Path folder, String program, String debianPackage) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var versions = Files.list(folder)) {
        var found =
            versions
                .sorted()
                .map(version -> version.resolve(program))
                .filter(Files::isExecutable)
                .reduce((older, newer) -> newer);
        if (found.isPresent()) {
          return found.get().getParent();
        }
      }
    }
    return Assumptions.abort(program + " is missing (Debian: " + debianPackage + ")");
  }

  /** Whether the tests run as root, which some servers refuse to. */
  public static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** A command, run by a user without privileges if the tests are run by root. */
  public static List<String> unprivileged(List<String> command) {
    List<String> whole = new ArrayList<>(root() ? AS_NOBODY : List.of());
    whole.addAll(command);
    return whole;
  }

  /** Gives a folder with all in it to that user. */
  public static void giveAway(Path folder) throws IOException {
    if (root()) {
      run(folder, "", List.of("chown", "-R", "nobody:nogroup", folder.toString()));
    }
  }

  /** Starts one that stays. */
  public static SystemProgram start(Path folder, List<String> command) throws IOException {
    return start(folder, "", command);
  }

  private static SystemProgram start(Path folder, String input, List<String> command)
      throws IOException {
    Path said = Files.createTempFile(folder, "input", "");
    Files.writeString(said, input, StandardCharsets.ISO_8859_1);
    Path output = Files.createTempFile(folder, "output", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(said.toFile())
            .redirectOutput(output.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    return new SystemProgram(builder.start(), output);
  }

  /**
   * Runs one to its end.
   *
   * @param input all that it reads
   * @return what it printed
   */
  public static String run(Path folder, String input, List<String> command) throws IOException {
    try (SystemProgram program = start(folder, input, command)) {
      Await.until(
          () -> "the end of " + command + ": " + program.printed(),
          () -> !program.process.isAlive());
      return program.printed();
    }
  }

  /** What it printed so far. */
  public String printed() {
    try {
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it takes connections at this port of the loopback. */
  public SystemProgram awaitPort(int port) {
    if (!comesUp(port)) {
      throw new AssertionError("it has ended: " + printed());
    }
    return this;
  }

  /** Waits until it listens at this port, or has ended; whether it listens. */
  boolean comesUp(int port) {
    Await.until(
        () -> "a listener at " + port + ": " + printed(),
        () -> !process.isAlive() || listens(port));
    return process.isAlive();
  }

  /** Does what a user does by Ctrl-C, and waits for its end. */
  public SystemProgram interrupt() throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    Await.until(() -> "the end of it: " + printed(), () -> !process.isAlive());
    return this;
  }

  /** By the kernel's tables, as a connection would be in the server's log. */
  private static boolean listens(int port) {
    String end = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("tcp", "tcp6")
        .flatMap(SystemProgram::sockets)
        .anyMatch(words -> words[1].endsWith(end) && words[3].equals(LISTENS));
  }

  /** None of a family that the system does not have. */
  private static Stream<String[]> sockets(String family) {
    Path table = Path.of("/proc/net", family);
    try {
      return (Files.exists(table) ? Files.readAllLines(table) : List.<String>of())
          .stream().map(line -> line.strip().split("\\s+", 5));
    } catch (IOException e) {
      throw new UncheckedIOException("no table of sockets", e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
