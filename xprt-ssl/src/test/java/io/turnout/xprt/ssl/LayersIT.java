package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.core.conn.XprtFactory;
import io.turnout.spi.Side;
import io.turnout.spi.TlsSettings.Engine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers inside TLS on real sockets, with OpenSSL where it can be the peer. */
class LayersIT {
  private static final int LARGE = 3_000_000;

  private final RealLoop loop = new RealLoop();

  @BeforeEach
  void isThere() {
    assumeTrue(OpenSsl.isThere(), "openssl is not installed");
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.close();
  }

  @ParameterizedTest
  @CsvSource({"JDK,-tls1_2", "JDK,-tls1_3", "CONSCRYPT,-tls1_2", "CONSCRYPT,-tls1_3"})
  void takesAProxyHeaderInsideTls(Engine engine, String version) throws Exception {
    int port = loop.serve(LayersTest.serverTls(engine), LayersTest.dialogue("proxy", Side.FRONT));
    String said = new String(LayersTest.HEADER, US_ASCII) + "hello\n";
    assertThat(OpenSsl.client(port, said, "hello\n", version))
        .contains("hello")
        .doesNotContain("PROXY TCP4");
    assertThat(loop.told()).contains("from=" + LayersTest.SOURCE);
    assertThat(loop.told()).isEqualTo("end");
  }

  @ParameterizedTest
  @CsvSource({"JDK,-tls1_2", "JDK,-tls1_3", "CONSCRYPT,-tls1_2", "CONSCRYPT,-tls1_3"})
  void sendsAProxyHeaderInsideTls(Engine engine, String version) throws Exception {
    String file = Certificates.file("server-ec.pem").toString();
    int port = OpenSsl.freePort();
    // It answers each line in reverse.
    Process server = OpenSsl.server(port, version, "-cert", file, "-key", file, "-rev");
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      OpenSsl.awaitLine(output, "ACCEPT");
      List<XprtFactory> layers =
          List.of(LayersTest.clientTls(engine), LayersTest.dialogue("send-proxy", Side.BACK));
      byte[] heard = answer(layers, port, "hello\n".getBytes(UTF_8), LayersTest.HEADER.length + 5);
      assertThat(new StringBuilder(new String(heard, US_ASCII).strip()).reverse())
          .hasToString("hello\n" + new String(LayersTest.HEADER, US_ASCII).strip());
    } finally {
      server.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"JDK,CONSCRYPT", "CONSCRYPT,JDK"})
  void speaksTlsInsideTls(Engine outer, Engine inner) throws Exception {
    int port = loop.serve(LayersTest.serverTls(outer), LayersTest.serverTls(inner));
    byte[] said = new byte[LARGE];
    new SplittableRandom(LARGE).nextBytes(said);
    List<XprtFactory> layers = List.of(LayersTest.clientTls(outer), LayersTest.clientTls(inner));
    assertThat(answer(layers, port, said, LARGE)).isEqualTo(said);
    assertThat(loop.told()).startsWith("TLSv1.3");
    assertThat(loop.told()).isEqualTo("end");
  }

  /** What is heard after something was said; so many bytes. */
  private byte[] answer(List<XprtFactory> layers, int port, byte[] said, int length)
      throws Exception {
    CompletableFuture<byte[]> heard = new CompletableFuture<>();
    loop.askFor(
        LayersTest.SOURCE,
        LayersTest.DESTINATION,
        layers,
        port,
        asking -> {
          asking.say(said);
          asking.watch(talker -> look(talker, length, heard));
        });
    return heard.get(20, TimeUnit.SECONDS);
  }

  private static void look(Talker talker, int length, CompletableFuture<byte[]> heard) {
    if (talker.hasFailed()) {
      heard.complete(talker.connection.errorText().getBytes(UTF_8));
    } else if (talker.heard().length == length && !heard.isDone()) {
      talker.end();
      if (talker.hearsNoMore()) {
        talker.close();
        heard.complete(talker.heard());
      }
    }
  }
}
