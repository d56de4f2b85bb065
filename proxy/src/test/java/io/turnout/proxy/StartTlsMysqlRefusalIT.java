package io.turnout.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MySQL clients and servers that do not do as they should on their way to TLS. */
class StartTlsMysqlRefusalIT {
  private static final String GREETING = greeting(0x82);
  private static final String OFFERING = greeting(0x8a);
  private static final String REQUEST =
      "\u0020\0\0\1" + "\0\u008a\u000f\0" + "\0\0\0\1\u0021" + "\0".repeat(23);

  private static final String SECURE_SERVER = "ssl verify none starttls mysql";

  @TempDir static Path folder = Path.of("");

  private static Path certificate = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void makeCertificate() throws Exception {
    OpenSslCommand.needed();
    certificate = OpenSslCommand.certificate(folder, "edge");
  }

  private static String greeting(int capabilities) {
    String payload =
        "\n10.11\0"
            + "\1\0\0\0"
            + "12345678\0"
            + "\0"
            + (char) capabilities
            + "\0".repeat(16)
            + "123456789012\0";
    return (char) payload.length() + "\0\0\0" + payload;
  }

  private static String bind() {
    return "ssl crt " + certificate + " starttls mysql";
  }

  private RunningProxy proxy(String bind, String servers, LogCapture log, String more) {
    return rig.proxy(
        """
        listen database
          bind 127.0.0.1:1 %s
          %s
          %s
          %s
        """
            .formatted(bind, servers, log.tcplog(), more));
  }

  private static void send(Peer to, String bytes) throws Exception {
    to.send(bytes.getBytes(ISO_8859_1));
  }

  @Test
  void closesOnClearTextInjectedBehindTheRequest() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.server();
    Peer client = rig.connect(proxy(bind(), "server s 127.0.0.1:" + server.port(), log, ""));
    Peer accepted = server.accept();
    send(accepted, GREETING);
    client.receive(OFFERING.length());

    send(client, REQUEST + "\u0010\0\0\2login");

    assertThat(log.next())
        .contains("Received clear text behind the request to start TLS (bytes in front of TLS)");
    client.drain();
    assertThat(accepted.receiveAll()).isEmpty();
  }

  @Test
  void closesOnClearTextInjectedBehindTheGreeting() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.server();
    rig.connect(
        proxy("", "server s 127.0.0.1:%d %s".formatted(server.port(), SECURE_SERVER), log, ""));
    Peer accepted = server.accept();

    send(accepted, OFFERING + "\7\0\0\1\0\0\0\2\0\0\0");

    assertThat(log.next())
        .contains(
            "Received clear text behind the request to start TLS (bytes behind the greeting)");
  }

  @ParameterizedTest
  @CsvSource({"starttls mysql, ''", "'', " + SECURE_SERVER})
  void endsDialogueThatTakesTooLong(String client, String toServer) throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.server();
    String servers = "server s 127.0.0.1:%d %s".formatted(server.port(), toServer);
    Peer slow =
        rig.connect(
            proxy(
                client.isEmpty() ? "" : bind(),
                servers,
                log,
                "timeout client 300\n" + "timeout server " + (client.isEmpty() ? "200" : "30s")));
    Peer accepted = server.accept();
    send(accepted, OFFERING);

    assertThat(log.next()).contains("Timeout during STARTTLS dialogue");
    slow.drain();
  }

  @Test
  void endsTlsThatTakesTooLong() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.server();
    Peer slow =
        rig.connect(
            proxy(bind(), "server s 127.0.0.1:" + server.port(), log, "timeout client 300"));
    Peer accepted = server.accept();
    send(accepted, GREETING);
    slow.receive(OFFERING.length());

    send(slow, REQUEST);

    assertThat(log.next()).contains("Timeout during SSL handshake");
    slow.drain();
  }

  @Test
  void triesAnotherServerIfOneDoesNotOfferTls() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer clear = rig.server(peer -> peer.send(GREETING.getBytes(ISO_8859_1)));
    TestServer able = rig.server(peer -> peer.send(OFFERING.getBytes(ISO_8859_1)));
    String servers =
        "balance first\n server s1 127.0.0.1:%d %s\n server s2 127.0.0.1:%d %s"
            .formatted(clear.port(), SECURE_SERVER, able.port(), SECURE_SERVER);
    Peer client = rig.connect(proxy("", servers, log, "retries 1\n option redispatch 1"));

    assertThat(client.receive(GREETING.length())).isEqualTo(GREETING);
    assertThat(clear.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"starttls mysql, ''", "'', " + SECURE_SERVER, "starttls mysql," + SECURE_SERVER})
  void passesErrorInPlaceOfGreeting(String client, String toServer) throws Exception {
    String full = "\u0017\0\0\0\u00ff\u0010\u0004Too many connections";
    LogCapture log = rig.own(new LogCapture());
    TestServer server =
        rig.server(peer -> {
          peer.send(full.getBytes(ISO_8859_1));
          peer.close();
        });
    String servers = "server s 127.0.0.1:%d %s".formatted(server.port(), toServer);

    Peer refused = rig.connect(proxy(client.isEmpty() ? "" : bind(), servers, log, ""));

    assertThat(refused.receive(full.length()).substring(7)).isEqualTo("Too many connections");
  }

  @Test
  void saysThatServerClosedBeforeTls() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxy("", "server s 127.0.0.1:%d %s".formatted(server.port(), SECURE_SERVER), log, ""));
    Peer accepted = server.accept();
    send(accepted, OFFERING);
    client.receive(GREETING.length());

    accepted.close();

    assertThat(log.next()).contains("Connection closed during STARTTLS dialogue");
    client.drain();
  }
}
