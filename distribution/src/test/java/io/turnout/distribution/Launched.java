package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A launcher at work, whose output is collected; killed at the end. */
final class Launched implements AutoCloseable {
  static final long LIMIT_SECONDS = 30;

  private final Process process;
  private final CompletableFuture<String> output = new CompletableFuture<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> errorsEnded = new CompletableFuture<>();

  private Launched(Process process) {
    this.process = process;
    // Threads of their own: a shared pool could be full of readers of programs that run on.
    Thread.ofPlatform().daemon().start(() -> output.complete(text(process.getInputStream())));
    Thread.ofPlatform().daemon().start(this::readErrors);
  }

  static Launched start(Image image, Map<String, String> environment, Object... words)
      throws IOException {
    // A build in the background ignores SIGINT, and would pass that on.
    Stream<Object> program = Stream.of("/usr/bin/env", "--default-signal=INT", image.launcher());
    List<String> command = Stream.concat(program, Stream.of(words)).map(Object::toString).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new Launched(builder.start());
  }

  static Launched start(Object... words) throws IOException {
    return start(Image.BUILT, Map.of(), words);
  }

  /** Waits until it says that it listens, as it does with {@code -V}. */
  Launched awaitListening() throws InterruptedException {
    return awaitError("listening on");
  }

  /** Waits for a line with that part on standard error. */
  Launched awaitError(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    synchronized (errors) {
      while (!String.join("\n", errors).contains(part) && System.nanoTime() < end) {
        errors.wait(1000);
      }
    }
    assertThat(errors()).contains(part);
    return this;
  }

  /** The exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }

  String output() {
    return output.join();
  }

  /** What has come on standard error; all of it once the process has ended. */
  String errors() {
    if (!process.isAlive()) {
      errorsEnded.join();
    }
    return String.join("\n", errors);
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  void signal(String name) throws IOException, InterruptedException {
    signal(pid(), name);
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor()).isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void readErrors() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (errors) {
          errors.add(line);
          errors.notifyAll();
        }
      }
    } catch (IOException closed) {
      errors.add(closed.toString());
    }
    errorsEnded.complete(null);
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException closed) {
      return closed.toString();
    }
  }
}
