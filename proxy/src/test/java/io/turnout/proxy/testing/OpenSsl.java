package io.turnout.proxy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The commands {@code openssl}, {@code curl} and {@code sslscan} as peers. */
public final class OpenSsl {
  private static final long LIMIT_SECONDS = 50;

  private OpenSsl() {}

  /**
   * Runs {@code s_client}, says something, and ends it once it has printed something.
   *
   * @param awaited what it prints at last, unless it ends by itself before
   * @return all that it printed
   */
  public static String client(int port, String said, String awaited, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(options));
    return talk(command, said, awaited);
  }

  /** Runs a command to its end, and tells what it printed. */
  public static String run(String... command) throws IOException, InterruptedException {
    return talk(List.of(command), "", "\0");
  }

  private static String talk(List<String> command, String said, String awaited)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<Boolean> late =
        new CompletableFuture<Boolean>().completeOnTimeout(true, LIMIT_SECONDS, TimeUnit.SECONDS);
    late.thenRun(process::destroyForcibly);
    StringBuilder output = new StringBuilder();
    try (OutputStream input = process.getOutputStream();
        Reader printed = new InputStreamReader(process.getInputStream(), UTF_8)) {
      say(input, said);
      for (int next = printed.read(); next >= 0; next = printed.read()) {
        output.append((char) next);
        if (output.indexOf(awaited, output.length() - awaited.length()) >= 0) {
          say(input, "Q\n");
        }
      }
    }
    process.waitFor();
    if (late.isDone()) {
      throw new AssertionError(command + " does not end: " + output);
    }
    late.cancel(false);
    return output.toString();
  }

  private static void say(OutputStream input, String said) {
    try {
      input.write(said.getBytes(UTF_8));
      input.flush();
    } catch (IOException _) {
      // It has ended, and its output says why.
    }
  }

  /** An {@code s_server} at a free port, which accepts; closing it ends it. */
  public static final class Server implements AutoCloseable {
    private final Process process;
    private final BufferedReader printed;
    private final int port;

    /** Starts it. */
    public Server(Path identity, String... options) throws IOException {
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      List<String> command =
          new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port));
      command.addAll(List.of("-cert", identity.toString()));
      command.addAll(List.of(options));
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      printed = process.inputReader(UTF_8);
      awaitLine("ACCEPT");
    }

    /** Its port. */
    public int port() {
      return port;
    }

    /** Waits for a line that contains this. */
    public String awaitLine(String part) throws IOException {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        if (line.contains(part)) {
          return line;
        }
      }
      throw new AssertionError("openssl s_server ended and did not say " + part);
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      process.onExit().join();
      printed.close();
      process.getOutputStream().close();
    }
  }
}
