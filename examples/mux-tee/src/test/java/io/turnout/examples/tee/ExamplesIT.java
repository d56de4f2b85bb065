package io.turnout.examples.tee;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.SwapOutcome;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.spi.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both examples in a whole proxy, found on the class path as a plugin is. */
class ExamplesIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Duration LIMIT = Duration.ofSeconds(50);

  @TempDir Path folder;

  private ServerSocket listening;
  private ProxyParts parts;
  private Proxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(TeeMuxProvider.FOLDER, folder.toString());
    listening = new ServerSocket(0, 1, HERE);
    int port = freePort();
    parts = ProxyParts.ofSystem();
    proxy = Proxy.start(configuration(port, listening.getLocalPort()), parts);
    client = new Socket(HERE, port);
    server = listening.accept();
  }

  @AfterEach
  void stop() throws IOException {
    System.clearProperty(TeeMuxProvider.FOLDER);
    client.close();
    server.close();
    end();
    listening.close();
  }

  /** All connections are closed, and all copies written. */
  private void end() {
    proxy.close();
    Written.await(((TeeMuxProvider) parts.muxes().named("tee").orElseThrow()).copier());
  }

  @Test
  void aSwapInTheMiddleOfALineKeepsItAndTheTeeHasWhatPassed() throws Exception {
    send(client, "alpha\nbeta\ngam");
    assertThat(receive(server, 11)).isEqualTo("alpha\nbeta\n");
    swap("line", "tee");
    assertThat(receive(server, 3)).isEqualTo("gam");
    send(client, "ma\ndel");
    assertThat(receive(server, 6)).isEqualTo("ma\ndel");
    send(server, "answer");
    assertThat(receive(client, 6)).isEqualTo("answer");
    swap("tee", "line");
    send(client, "ta\nrest");
    client.shutdownOutput();
    assertThat(receiveAll(server)).isEqualTo("ta\nrest");
    send(server, " and more");
    server.shutdownOutput();
    assertThat(receiveAll(client)).isEqualTo(" and more");
    end();
    assertThat(copies("-received.bin")).containsExactly("gamma\ndel");
    assertThat(copies("-sent.bin")).containsExactly("answer");
  }

  @Test
  void aTransferGoesOnWhileMuxesAreSwapped() throws Exception {
    String text =
        IntStream.range(0, 400_000)
            .mapToObj("line %d of a transfer\n"::formatted)
            .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
            .toString();
    FutureTask<String> arriving = background(() -> receiveAll(server));
    FutureTask<Void> sending =
        background(() -> {
          send(client, text);
          client.shutdownOutput();
          return null;
        });
    int rounds = 0;
    while (!sending.isDone()) {
      Map<SwapOutcome, Integer> in = swapMuxes("line", "tee");
      Map<SwapOutcome, Integer> out = swapMuxes("tee", "line");
      rounds += in.containsKey(SwapOutcome.DONE) && out.containsKey(SwapOutcome.DONE) ? 1 : 0;
    }
    assertThat(arriving.get(LIMIT.toSeconds(), TimeUnit.SECONDS).equals(text)).isTrue();
    assertThat(rounds).isPositive();
    end();
    int from = 0;
    for (String copy : copies("-received.bin")) {
      int at = text.indexOf(copy, from);
      assertThat(at).as("place of %d bytes behind %d", copy.length(), from).isNotNegative();
      from = at + copy.length();
    }
    assertThat(from).isPositive();
  }

  @Test
  void aLineThatIsTooLongEndsTheConnection() throws Exception {
    send(client, "fine\n");
    assertThat(receive(server, 5)).isEqualTo("fine\n");
    send(client, "x".repeat(9000) + "\nfine again\n");
    assertThat(receiveAll(server)).isEmpty();
  }

  private void swap(String from, String to) {
    assertThat(swapMuxes(from, to)).containsEntry(SwapOutcome.DONE, 1);
  }

  private Map<SwapOutcome, Integer> swapMuxes(String from, String to) {
    return proxy.swapMuxes(Side.FRONT, from, to, 1).join();
  }

  /** The copies of one direction, in the order of their making. */
  private List<String> copies(String kind) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(kind))
          .sorted((a, b) -> Long.compare(number(a), number(b)))
          .map(ExamplesIT::content)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long number(Path copy) {
    return Long.parseLong(copy.getFileName().toString().split("-", 4)[2]);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> FutureTask<T> background(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void send(Socket from, String text) throws IOException {
    from.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String receive(Socket at, int count) throws IOException {
    return new String(at.getInputStream().readNBytes(count), ISO_8859_1);
  }

  private static String receiveAll(Socket at) throws IOException {
    return new String(at.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, HERE)) {
      return probe.getLocalPort();
    }
  }

  private static ProxyConfig configuration(int port, int serverPort) {
    String text =
        """
        global
          nbthread 1
        defaults
          mode tcp
          timeout connect 20s
          timeout client 20s
          timeout server 20s
        listen lines
          bind 127.0.0.1:%d proto line
          server s1 127.0.0.1:%d
        """
            .formatted(port, serverPort);
    return Objects.requireNonNull(
        ConfigLoader.parse(
                List.of(new ConfigSource("test.cfg", text)), Map.of(), HostResolver.SYSTEM)
            .config());
  }
}
