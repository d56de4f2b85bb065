package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and servers that do not keep to what STARTTLS asks of them, on real sockets. */
class StartTlsPeersIT {
  @TempDir static Path folder = Path.of("");

  private static Path certificate = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void makeCertificate() throws IOException {
    OpenSslCommand.needed();
    certificate = OpenSslCommand.certificate(folder, "edge");
  }

  private RunningProxy proxy(TestServer server, String bind, String toServer, String log) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 %s
          retries 0
          %s
          server s1 127.0.0.1:%d %s
        """
            .formatted(bind.formatted(certificate), log, server.port(), toServer));
  }

  @Test
  void clientThatInjectsHearsNoConsentAndGetsNoServer() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.echo();
    Peer client = rig.connect(proxy(server, "ssl crt %s starttls smtp", "", log.to()));

    client.send("EHLO client\r\nSTARTTLS\r\nNOOP\r\n");

    assertThat(client.receiveAll())
        .isEqualTo("220 localhost ESMTP\r\n250-localhost\r\n250 STARTTLS\r\n");
    assertThat(log.next()).contains("behind the request to start TLS");
    assertThat(server.accepted()).isZero();
  }

  /** What it says there would be taken for its first words inside TLS. */
  @Test
  void serverThatInjectsIsLeft() throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server =
        rig.server(peer -> {
          peer.send("220 mx\r\n");
          peer.receive("EHLO localhost\r\n".length());
          peer.send("250-mx\r\n250 STARTTLS\r\n");
          peer.receive("STARTTLS\r\n".length());
          peer.send("220 go\r\n250 x\r\n");
          peer.drain();
        });
    RunningProxy proxy = proxy(server, "", "ssl verify none starttls smtp", log.tcplog());

    String heard = rig.connect(proxy).receiveAll();

    assertThat(heard).isEqualTo("220 localhost ESMTP\r\n");
    assertThat(log.next()).contains("front/s1", "clear text behind the request to start TLS");
    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }

  /** What it says afterwards is nobody's; a reset could destroy the answer on its way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUIT\r\nNOOP\r\n",
        "EHLO a\r\nSTARTTLS\r\nNOOP\r\nNOOP\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001"
      })
  void clientThatSaysMoreThanIsHeardSeesAnEndInOrder(String said) throws Exception {
    Peer client = rig.connect(proxy(rig.echo(), "ssl crt %s starttls smtp", "", ""));
    client.receive("220 localhost ESMTP\r\n".length());

    client.send(said);

    assertThat(client.drain().reset()).isFalse();
  }
}
