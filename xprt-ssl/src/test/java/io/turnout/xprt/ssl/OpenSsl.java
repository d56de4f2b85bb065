package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The {@code openssl} command. */
final class OpenSsl {
  private static final long LIMIT_SECONDS = 20;

  private OpenSsl() {}

  /** Whether there is one. */
  static boolean isThere() {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Runs a client, says something to it, and ends it once it has printed something.
   *
   * @param awaited what it prints at last, unless it ends by itself before
   * @return all that it printed
   */
  static String client(int port, String said, String awaited, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of("-CAfile", Certificates.file("ca.pem").toString()));
    command.addAll(List.of(options));
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
      throw new AssertionError("openssl does not end: " + output);
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

  /** Starts a server at a port; it is to be destroyed. */
  static Process server(int port, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("openssl", "s_server", "-accept", "127.0.0.1:" + port));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Reads what a server prints until a line; ACCEPT says that it accepts connections. */
  static void awaitLine(BufferedReader output, String awaited) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(awaited)) {
        return;
      }
    }
    throw new AssertionError("openssl s_server ends before it prints " + awaited);
  }

  /** A port at which nobody is. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
