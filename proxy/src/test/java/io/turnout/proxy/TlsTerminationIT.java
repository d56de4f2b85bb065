package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TestServer;
import io.turnout.proxy.testing.TlsPeers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions with TLS end, and what the log says of it. */
class TlsTerminationIT {
  private static final String NAME = "www.example.com";

  @TempDir static Path folder;
  private static TestCertificates certificates;
  private static Path identity;
  private static TlsPeers peers;

  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    identity = certificates.issue(NAME);
    peers = certificates.peers(identity);
  }

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy proxy(String bind, int port, String server, String... lines) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 %s
          %s
          %s
          server s1 127.0.0.1:%d %s
        """
            .formatted(bind, log.tcplog(), String.join("\n  ", lines), port, server));
  }

  /**
   * As a server does that leaves as soon as it is told to, with our own farewell unread:
   * PostgreSQL's is one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void serverThatSaysFarewellAndIsGoneHasEndedInOrder(String engine) throws Exception {
    ServerSocket server = rig.own(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    String secured =
        "ssl verifyhost %s ca-file %s tls-engine %s"
            .formatted(NAME, certificates.authority(), engine);
    RunningProxy proxy = proxy("", server.getLocalPort(), secured);
    Peer client = rig.connect(proxy);
    Socket below = rig.own(server.accept());
    Background<Peer> agreeing = rig.background(() -> TlsPeers.peer(peers.serving(below)));
    Peer taken = agreeing.outcome();
    client.send("leave");
    client.halfClose();
    assertThat(taken.receiveAll()).isEqualTo("leave");

    proxy.whileAsleep(() -> {
      taken.halfClose();
      below.setSoLinger(true, 0);
      below.close();
    });

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  /** It leaves no room for TLS's farewell, for which nobody may wait then. */
  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void clientThatTakesNothingTimesOut(String engine) throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxy(
            "ssl crt %s tls-engine %s".formatted(identity, engine),
            server.port(),
            "",
            "timeout client 500ms");
    SSLSocket socket = rig.own(peers.connect(proxy.port(), NAME));
    socket.setReceiveBufferSize(4096);
    Peer client = rig.own(TlsPeers.peer(socket));
    client.send("go");
    Peer taken = server.accept();
    assertThat(taken.receive(2)).isEqualTo("go");
    Background<Peer.Ending> sending = rig.background(() -> flood(taken));

    assertThat(log.nextTcp().termination()).isEqualTo("cD");
    Await.until("the client's connection is closed", () -> proxy.proxy().connections() == 0);

    sending.outcome();
  }

  /** Sends until the connection breaks. */
  private static Peer.Ending flood(Peer to) {
    try {
      while (true) {
        to.send(new byte[65536]);
      }
    } catch (IOException broken) {
      return new Peer.Ending(0, true);
    }
  }
}
