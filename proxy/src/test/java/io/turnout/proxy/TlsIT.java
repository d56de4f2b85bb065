package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSsl;
import io.turnout.proxy.testing.Payload;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TestServer;
import io.turnout.proxy.testing.TlsPeers;
import io.turnout.proxy.testing.TwinMux;
import io.turnout.spi.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with clients and servers that speak it by OpenSSL or by the JDK. */
class TlsIT {
  private static final long LARGE = Long.getLong("turnout.it.bytes", 64 << 20);
  private static final String NAME = "www.example.com";
  private static final String BOTH =
      """
      conscrypt, TLSv1.2
      conscrypt, TLSv1.3
      jdk, TLSv1.2
      jdk, TLSv1.3
      """;

  @TempDir static Path folder;
  private static TestCertificates certificates;
  private static Path identity;
  private static Path other;
  private static TlsPeers peers;

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    identity = certificates.issue(NAME);
    other = certificates.issue("mail.example.com");
    peers = certificates.peers(identity);
  }

  /** A listen section; options of the lines of client and server come first. */
  private static String listen(String bind, int port, String server, String... lines) {
    return """
    listen front
      bind 127.0.0.1:1 %s
      %s
      server s1 127.0.0.1:%d %s
    """
        .formatted(bind, String.join("\n  ", lines), port, server);
  }

  private static String ssl(String more) {
    return "ssl crt " + identity + " " + more;
  }

  private static String trusting(String more) {
    return "ssl verifyhost " + NAME + " ca-file " + certificates.authority() + " " + more;
  }

  private static String engine(String engine, String version) {
    return "tls-engine " + engine + " force-" + version.toLowerCase(Locale.ROOT).replace(".", "");
  }

  private Peer client(RunningProxy proxy) throws IOException {
    return rig.own(TlsPeers.peer(rig.own(peers.connect(proxy.port(), NAME))));
  }

  private SSLServerSocket tlsServer() throws IOException {
    return rig.own(peers.listen());
  }

  private Background<Peer> accepting(SSLServerSocket server) {
    return rig.background(() -> TlsPeers.peer((SSLSocket) server.accept()));
  }

  /** Carries so much each way at once, and then the end: a peer may end when the other has. */
  private void carry(Peer client, Peer taken, long size) throws Exception {
    Payload up = new Payload(1, size);
    Payload down = new Payload(2, size);
    Payload.Receiver atServer = new Payload.Receiver(taken, 3);
    Payload.Receiver atClient = new Payload.Receiver(client, 4);
    Background<Void> receivingUp = rig.background(() -> receive(atServer, size));
    Background<Void> receivingDown = rig.background(() -> receive(atClient, size));
    Background<Void> sendingDown = rig.background(() -> send(down, taken));
    send(up, client);
    sendingDown.outcome();
    receivingUp.outcome();
    receivingDown.outcome();
    client.halfClose();
    assertThat(atServer.receiveAll()).isEqualTo(up.whole());
    taken.close();
    assertThat(atClient.receiveAll()).isEqualTo(down.whole());
  }

  private static Void send(Payload payload, Peer peer) throws Exception {
    payload.sendOn(peer);
    return null;
  }

  private static Void receive(Payload.Receiver receiver, long size) throws Exception {
    receiver.receive(size);
    return null;
  }

  @ParameterizedTest
  @CsvSource(textBlock = BOTH)
  void carriesEveryByteFromTlsToTls(String engine, String version) throws Exception {
    SSLServerSocket server = tlsServer();
    String layer = engine(engine, version);
    RunningProxy proxy = rig.proxy(listen(ssl(layer), server.getLocalPort(), trusting(layer)));
    Background<Peer> accepting = accepting(server);
    Peer client = client(proxy);
    Peer taken = rig.own(accepting.outcome());

    carry(client, taken, version.endsWith("3") ? LARGE : LARGE / 8);

    Await.until("no buffer is held", () -> proxy.buffersLent() == 0);
  }

  /** In logs and PROXY headers, as HAProxy has them. */
  @ParameterizedTest
  @CsvSource(textBlock = BOTH)
  void tellsOfCiphersByOpenSslsNames(String engine, String version) throws Exception {
    LogCapture log = rig.own(new LogCapture());
    TestServer server = rig.server();
    String header = "send-proxy-v2-ssl proxy-v2-options ssl-cipher";
    RunningProxy proxy =
        rig.proxy(
            listen(
                ssl(engine(engine, version)), server.port(), header, log.to(), "log-format %sslc"));
    Peer client = client(proxy);
    Peer taken = server.accept();
    String head = taken.receive(16);
    String told = taken.receive(head.charAt(14) << 8 | head.charAt(15));
    client.close();
    taken.close();

    String name = log.next();
    assertThat(name).startsWith(version.endsWith("2") ? "ECDHE-ECDSA-AES" : "TLS_AES_");
    assertThat(told).endsWith("\u0023\0" + (char) name.length() + name);
  }

  @ParameterizedTest
  @CsvSource(textBlock = BOTH)
  void carriesEveryByteFromTlsToClearText(String engine, String version) throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = rig.proxy(listen(ssl(engine(engine, version)), server.port(), ""));
    Peer client = client(proxy);

    carry(client, server.accept(), LARGE / 8);
  }

  @ParameterizedTest
  @CsvSource(textBlock = BOTH)
  void carriesEveryByteFromClearTextToTls(String engine, String version) throws Exception {
    SSLServerSocket server = tlsServer();
    RunningProxy proxy =
        rig.proxy(listen("", server.getLocalPort(), trusting(engine(engine, version))));
    Background<Peer> accepting = accepting(server);
    Peer client = rig.connect(proxy);

    carry(client, rig.own(accepting.outcome()), LARGE / 8);
  }

  @ParameterizedTest
  @CsvSource({"conscrypt, TLSv1.2", "jdk, TLSv1.2", "jdk, TLSv1.3"})
  void passesAClientsHalfCloseOnAndTheAnswerAfterIt(String engine, String version)
      throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = rig.proxy(listen(ssl(engine(engine, version)), server.port(), ""));
    Peer client = client(proxy);
    Peer taken = server.accept();

    client.send("question");
    client.halfClose();
    assertThat(taken.receiveAll()).isEqualTo("question");
    taken.send("answer");
    taken.halfClose();
    assertThat(client.receiveAll()).isEqualTo("answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void holdsNoBufferWhileNothingIsSaid(String engine) throws Exception {
    SSLServerSocket server = tlsServer();
    String layer = "tls-engine " + engine;
    RunningProxy proxy = rig.proxy(listen(ssl(layer), server.getLocalPort(), trusting(layer)));
    Background<Peer> accepting = accepting(server);
    Peer client = client(proxy);
    Peer taken = rig.own(accepting.outcome());
    client.send("x");
    assertThat(taken.receive(1)).isEqualTo("x");
    taken.send("y");
    assertThat(client.receive(1)).isEqualTo("y");

    Await.until("no buffer is held", () -> proxy.buffersLent() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void showsTheCertificateForTheNameThatIsAskedFor(String engine) throws Exception {
    RunningProxy proxy =
        rig.proxy(listen(ssl("crt " + other + " tls-engine " + engine), rig.echo().port(), ""));

    assertThat(asking(proxy, "-servername", NAME)).contains("subject=CN = " + NAME);
    assertThat(asking(proxy, "-servername", "mail.example.com"))
        .contains("subject=CN = mail.example.com");
    assertThat(asking(proxy, "-servername", "else.example.com")).contains("subject=CN = " + NAME);
    assertThat(asking(proxy, "-noservername")).contains("subject=CN = " + NAME);
  }

  private static String asking(RunningProxy proxy, String... options) throws Exception {
    return OpenSsl.client(proxy.port(), "over\n", "over\n", options);
  }

  @ParameterizedTest
  @CsvSource(textBlock = BOTH)
  void resumesTheSessionsOfItsClients(String engine, String version) throws Exception {
    RunningProxy proxy = rig.proxy(listen(ssl(engine(engine, version)), rig.echo().port(), ""));
    String session = folder.resolve("session-" + engine + version).toString();

    assertThat(asking(proxy, "-sess_out", session)).contains("New, TLS");
    assertThat(asking(proxy, "-sess_in", session)).contains("Reused, TLS").contains("over\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void agreesOnAnApplicationProtocol(String engine) throws Exception {
    RunningProxy proxy =
        rig.proxy(listen(ssl("alpn h2,http/1.1 tls-engine " + engine), rig.echo().port(), ""));

    assertThat(asking(proxy, "-alpn", "http/1.1,h2")).contains("ALPN protocol: h2");
    assertThat(asking(proxy, "-alpn", "http/1.1")).contains("ALPN protocol: http/1.1");
    assertThat(asking(proxy)).contains("No ALPN negotiated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void showsItsCertificateToAServerThatWantsOne(String engine) throws Exception {
    SSLServerSocket server = tlsServer();
    server.setNeedClientAuth(true);
    RunningProxy proxy =
        rig.proxy(
            listen("", server.getLocalPort(), trusting("crt " + other + " tls-engine " + engine)));
    rig.connect(proxy);
    SSLSocket taken = rig.own((SSLSocket) server.accept());
    taken.startHandshake();

    assertThat(taken.getSession().getPeerPrincipal()).hasToString("CN=mail.example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void asksTheServerForTheNameThatTheClientAskedFor(String engine) throws Exception {
    SSLServerSocket server = tlsServer();
    String layer = "tls-engine " + engine;
    RunningProxy proxy =
        rig.proxy(listen(ssl(layer), server.getLocalPort(), trusting("sni ssl_fc_sni " + layer)));
    client(proxy);
    SSLSocket taken = rig.own((SSLSocket) server.accept());
    taken.startHandshake();

    assertThat(((ExtendedSSLSession) taken.getSession()).getRequestedServerNames())
        .hasToString("[type=host_name (0), value=" + NAME + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void carriesAPageFromOpenSslToCurl(String engine) throws Exception {
    SystemProgram.needs("curl", "curl");
    OpenSsl.Server server = rig.own(new OpenSsl.Server(identity, "-www"));
    String layer = "tls-engine " + engine;
    RunningProxy proxy = rig.proxy(listen(ssl(layer), server.port(), trusting(layer)));

    String page =
        OpenSsl.run(
            "curl",
            "-sS",
            "--cacert",
            certificates.authority().toString(),
            "--resolve",
            NAME + ":" + proxy.port() + ":127.0.0.1",
            "https://" + NAME + ":" + proxy.port() + "/");

    assertThat(page).contains("s_server").contains("</HTML>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void losesNoByteWhenMuxesAreSwappedOverIt(String engine) throws Exception {
    SSLServerSocket server = tlsServer();
    String layer = "tls-engine " + engine;
    RunningProxy proxy =
        rig.start(
            Rig.configuration("", listen(ssl(layer), server.getLocalPort(), trusting(layer))),
            List.of(new TwinMux("twin")));
    Background<Peer> accepting = accepting(server);
    Peer client = client(proxy);
    Peer taken = rig.own(accepting.outcome());
    Background<Void> carrying =
        rig.background(() -> {
          carry(client, taken, LARGE / 4);
          return null;
        });
    for (int i = 0; i < 1000 && !carrying.isDone(); i++) {
      for (Side side : Side.values()) {
        proxy.proxy().swapMuxes(side, "pt", "twin", 4).join();
        proxy.proxy().swapMuxes(side, "twin", "pt", 4).join();
      }
    }

    carrying.outcome();
    assertThat(proxy.proxy().swaps()).containsKey("pt>twin DONE").containsKey("twin>pt DONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void newCertificateIsForTheNextConnectionAndTheTransferGoesOn(String engine) throws Exception {
    Path replaced = certificates.issueAs("replaced-" + engine, "old.example.com");
    TestServer server = rig.server();
    RunningProxy proxy =
        rig.proxy(listen("ssl crt " + replaced + " tls-engine " + engine, server.port(), ""));
    SSLSocket first = rig.own(peers.connect(proxy.port(), NAME));
    Peer client = rig.own(TlsPeers.peer(first));
    assertThat(first.getSession().getPeerPrincipal()).hasToString("CN=old.example.com");
    Peer taken = server.accept();
    client.send("begun");
    assertThat(taken.receive(5)).isEqualTo("begun");
    Background<Void> carrying =
        rig.background(() -> {
          carry(client, taken, LARGE / 8);
          return null;
        });

    certificates.issueAs("replaced-" + engine, "new.example.com");
    assertThat(proxy.proxy().reloadCertificates()).isEmpty();

    SSLSocket second = rig.own(peers.connect(proxy.port(), NAME));
    rig.own(TlsPeers.peer(second));
    assertThat(second.getSession().getPeerPrincipal()).hasToString("CN=new.example.com");
    carrying.outcome();
  }

  @Test
  void forwardsTlsThatIsNotItsOwn() throws Exception {
    SSLServerSocket server = tlsServer();
    RunningProxy proxy = rig.proxy(listen("", server.getLocalPort(), ""));
    Background<Peer> accepting = accepting(server);
    Peer client = client(proxy);
    Peer taken = rig.own(accepting.outcome());

    carry(client, taken, 1 << 20);
  }

  @Test
  void startsNothingWithACertificateThatCannotBeHad() {
    String lines = listen("ssl crt /nowhere/edge.pem", 9, "");

    assertThatThrownBy(() -> rig.proxy(lines))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("TRN-3013 TLS (bind, test.cfg:")
        .hasMessageContaining("/nowhere/edge.pem");
  }
}
