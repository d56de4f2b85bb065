package io.turnout.benchmarks.tls;

import io.turnout.benchmarks.contender.Cores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A {@link PlainProbe} in its process, which goes before all others on its core. */
final class TlsProbe implements AutoCloseable {
  private final Process process;
  private final PrintWriter asked;

  /** What it found out: microseconds from a request to its answer. */
  record Times(double p50, double p99, double max) {
    static final Times NONE = new Times(Double.NaN, Double.NaN, Double.NaN);
  }

  private TlsProbe(Process process) {
    this.process = process;
    this.asked = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
  }

  /**
   * Connects through a proxy.
   *
   * @param serverPort where the proxy connects to
   */
  static TlsProbe start(Cores cores, int proxyPort, int serverPort) throws IOException {
    List<String> command =
        cores.forLoad(
            List.of(
                "nice",
                "-n",
                "-20",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PlainProbe.class.getName(),
                Integer.toString(proxyPort),
                Integer.toString(serverPort)));
    TlsProbe started =
        new TlsProbe(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    String line = started.line();
    if (!line.equals("ready")) {
      started.close();
      throw new IOException("the plain connection does not come about");
    }
    return started;
  }

  Times measure(int seconds) throws IOException {
    asked.println(seconds);
    String[] words = line().split(" ", -1);
    if (words.length != 4) {
      throw new IOException("the plain connection has ended");
    }
    return new Times(
        Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3]));
  }

  private String line() throws IOException {
    return Objects.requireNonNullElse(
        process.inputReader(StandardCharsets.US_ASCII).readLine(), "");
  }

  @Override
  public void close() {
    asked.close();
    process.destroy();
  }
}
