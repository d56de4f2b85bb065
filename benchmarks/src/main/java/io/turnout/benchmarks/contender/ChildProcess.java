package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A started program that listens. */
public final class ChildProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = 10;
  private static final int STEADY_LOOKS = 6;

  private final Process process;
  private final CpuClock clock;
  private final Duration startTime;

  private ChildProcess(Process process, Duration startTime) {
    this.process = process;
    this.clock = new CpuClock(process.pid());
    this.startTime = startTime;
  }

  /**
   * Starts a program and waits for it to listen.
   *
   * @param directory for its output
   */
  public static ChildProcess start(List<String> command, Path directory, int port)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    while (!listens(port)) {
      boolean late = System.nanoTime() - begin > START_LIMIT.toNanos();
      if (late || !process.isAlive()) {
        process.destroyForcibly().waitFor();
        throw new IOException(
            "'%s' %s. It printed:%n%s"
                .formatted(
                    String.join(" ", command),
                    late ? "did not listen on port " + port + " in time" : "ended at once",
                    Files.readString(output)));
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return new ChildProcess(process, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** From the start of the process to the first accepted connection. */
  public Duration startTime() {
    return startTime;
  }

  public long cpuNanos() {
    return clock.nanos();
  }

  public long pid() {
    return process.pid();
  }

  public Memory memory() throws IOException {
    return Memory.of(process.pid());
  }

  public int descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return (int) all.count();
    }
  }

  /** Waits for the connections of a load that has ended to be gone. */
  public void awaitSteadyDescriptors() throws IOException, InterruptedException {
    int count = descriptors();
    int steady = 0;
    while (steady < STEADY_LOOKS) {
      TimeUnit.MILLISECONDS.sleep(50);
      int now = descriptors();
      steady = now == count ? steady + 1 : 0;
      count = now;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
