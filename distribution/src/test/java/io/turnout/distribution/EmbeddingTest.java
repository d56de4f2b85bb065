package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Address;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs/embedding.md. */
class EmbeddingTest {
  private int port;
  private int serverPort;

  @Test
  void theExampleForwards() throws Exception {
    port = TestConfig.freePort();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      serverPort = server.getLocalPort();
      Thread answering = Thread.startVirtualThread(() -> answer(server));
      run();
      answering.join();
    }
  }

  @Test
  void theDocumentShowsWhatIsTestedHere() throws IOException {
    assertThat(bare(Path.of("..", "docs", "embedding.md")))
        .contains(
            bare(Path.of("src/test/java/io/turnout/distribution/EmbeddingTest.java"))
                .replaceFirst("(?s).*// begin\n", "")
                .replaceFirst("(?s)// end.*", ""));
  }

  private static String bare(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?m)^ +", "");
  }

  private void run() throws InterruptedException, IOException {
    // begin
    String text =
        """
        defaults
            mode tcp
            timeout connect 5s
            timeout client  1m
            timeout server  1m
        listen example
            bind 127.0.0.1:%d
            server one 127.0.0.1:%d
        """
            .formatted(port, serverPort);
    ParseResult read =
        ConfigLoader.parse(
            List.of(new ConfigSource("example.cfg", text)), System.getenv(), HostResolver.SYSTEM);
    if (read.config() == null) {
      throw new IllegalArgumentException(read.problems().toString());
    }
    try (Proxy proxy = Proxy.start(read.config(), ProxyParts.ofSystem())) {
      use(proxy.addresses());
      proxy.softStop();
      proxy.awaitEnd(Duration.ofSeconds(30));
    }
    // end
  }

  private void use(List<Address> addresses) throws IOException {
    assertThat(addresses).hasSize(1);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(client.getInputStream().readAllBytes()).isEqualTo("hello".getBytes());
    }
  }

  private static void answer(ServerSocket server) {
    try (Socket peer = server.accept()) {
      peer.getOutputStream().write("hello".getBytes());
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
