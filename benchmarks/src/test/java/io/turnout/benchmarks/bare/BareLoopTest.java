package io.turnout.benchmarks.bare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("try") // closes in the midst of a test what the test is about
class BareLoopTest {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static ServerSocket origin;
  private static int plainPort;
  private static int splicePort;

  @BeforeAll
  static void start() throws IOException {
    origin = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    origin.setSoTimeout(TIMEOUT_MILLIS);
    BareLoop loop = new BareLoop(origin.getLocalPort());
    plainPort = loop.listen(0, false);
    splicePort = loop.listen(0, true);
    Thread.ofPlatform().daemon().start(loop::run);
  }

  @AfterAll
  static void stop() throws IOException {
    origin.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void carriesBytesBothWaysAtOnce(boolean splice) throws IOException {
    byte[] request = random(5_000_000);
    byte[] response = random(7_000_001);
    try (Socket client = connect(splice);
        Socket server = accept()) {
      var sentRequest = send(client, request);
      var sentResponse = send(server, response);
      var gotResponse = CompletableFuture.supplyAsync(() -> receiveAll(client));

      assertThat(receiveAll(server)).isEqualTo(request);
      assertThat(gotResponse.join()).isEqualTo(response);
      CompletableFuture.allOf(sentRequest, sentResponse).join();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsTheOtherDirectionOpenAfterAHalfClose(boolean splice) throws IOException {
    try (Socket client = connect(splice);
        Socket server = accept()) {
      client.getOutputStream().write("blah\n".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();

      assertThat(receiveAll(server)).isEqualTo("blah\n".getBytes(StandardCharsets.US_ASCII));
      byte[] late = random(300_000);
      send(server, late).join();
      assertThat(receiveAll(client)).isEqualTo(late);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsBytesForAPeerThatReadsLate(boolean splice) throws IOException {
    byte[] response = random(64_000_000);
    try (Socket client = connect(splice);
        Socket server = accept()) {
      var sent = send(server, response);
      client.getOutputStream().write(1);
      assertThat(server.getInputStream().read()).isEqualTo(1);

      assertThat(receiveAll(client)).isEqualTo(response);
      sent.join();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void passesOnAReset(boolean splice) throws IOException {
    try (Socket client = connect(splice);
        Socket server = accept()) {
      client.getOutputStream().write(1);
      assertThat(server.getInputStream().read()).isEqualTo(1);
      server.setSoLinger(true, 0);
      server.close();

      InputStream in = client.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void carriesTheEndFromTheOrigin(boolean splice) throws IOException {
    try (Socket client = connect(splice);
        Socket server = accept()) {
      server.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static Socket connect(boolean splice) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), splice ? splicePort : plainPort);
    client.setSoTimeout(TIMEOUT_MILLIS);
    return client;
  }

  private static Socket accept() throws IOException {
    Socket server = origin.accept();
    server.setSoTimeout(TIMEOUT_MILLIS);
    return server;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static CompletableFuture<Void> send(Socket to, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            OutputStream out = to.getOutputStream();
            out.write(bytes);
            to.shutdownOutput();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        command -> Thread.ofVirtual().start(command));
  }

  private static byte[] receiveAll(Socket from) {
    try {
      return from.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
