package io.turnout.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.FailingMux;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProgramLog;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.ShoutMux;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TlsPeers;
import io.turnout.proxy.testing.TwinMux;
import io.turnout.spi.MuxProvider;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mux is the one for what a TLS handshake agreed on, whenever that was. */
class AlpnMuxIT {
  private static final String NAME = "www.example.com";
  private static final String RULE =
      "tcp-request content start-tls reply \"READY\\r\\n\" if { req.payload(0,6) -m str SECURE }";

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

  private RunningProxy proxy(MuxProvider mux, String bind, int port, String server, String rule) {
    String sections =
        """
        listen front
          bind 127.0.0.1:1 %s
          %s
          tcp-request inspect-delay 20s
          %s
          retries 0
          server s1 127.0.0.1:%d %s
        """
            .formatted(bind, log.tcplog(), rule, port, server);
    return rig.start(Rig.configuration("", sections), List.of(mux, new TwinMux("twin")));
  }

  private static String offering(String more) {
    return more + " alpn shout,other crt " + identity;
  }

  private Peer secured(SSLSocket socket, String alpn) throws IOException {
    return rig.own(TlsPeers.peer(speaking(alpn, socket)));
  }

  private static SSLSocket speaking(String alpn, SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {alpn});
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** A client that has said these lines in clear text, each after an answer, and turns to TLS. */
  private Peer turned(RunningProxy proxy, String alpn, String... lines) throws IOException {
    Socket clear = rig.own(new Socket("127.0.0.1", proxy.port()));
    for (String line : lines) {
      clear.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
      while (clear.getInputStream().read() != '\n') {}
    }
    return secured(rig.own(peers.over(clear)), alpn);
  }

  @ParameterizedTest
  @CsvSource({"shout, HELLO", "other, hello"})
  void clientWithTlsFromTheFirstByteHasIt(String alpn, String echo) throws Exception {
    RunningProxy proxy = proxy(new ShoutMux("shout"), offering("ssl"), rig.echo().port(), "", "");
    Peer client = secured(rig.own(peers.connect(proxy.port(), NAME)), alpn);

    client.send("hello");

    assertThat(client.receive(5)).isEqualTo(echo);
  }

  @ParameterizedTest
  @CsvSource({"shout, HELLO", "other, hello"})
  void clientThatStartedTlsHasIt(String alpn, String echo) throws Exception {
    RunningProxy proxy =
        proxy(new ShoutMux("shout"), offering("starttls ldap"), rig.echo().port(), "", "");
    Socket clear = rig.own(new Socket("127.0.0.1", proxy.port()));
    byte[] request =
        "\u0030\u001d\2\1\1\u0077\u0018\u0080\u00161.3.6.1.4.1.1466.20037".getBytes(ISO_8859_1);
    clear.getOutputStream().write(request);
    assertThat(clear.getInputStream().readNBytes(2)[0]).isEqualTo((byte) 0x30);
    clear.getInputStream().readNBytes(clear.getInputStream().available());
    Peer client = secured(rig.own(peers.over(clear)), alpn);

    client.send("hello");

    assertThat(client.receive(5)).isEqualTo(echo);
  }

  @ParameterizedTest
  @CsvSource({
    "conscrypt, shout, HELLO",
    "conscrypt, other, hello",
    "jdk, shout, HELLO",
    "jdk, other, hello"
  })
  void clientForWhomARuleStartedTlsHasIt(String engine, String alpn, String echo) throws Exception {
    String bind = offering("starttls rule tls-engine " + engine);
    RunningProxy proxy = proxy(new ShoutMux("shout"), bind, rig.echo().port(), "", RULE);
    Peer client = turned(proxy, alpn, "SECURE");

    client.send("hello");

    assertThat(client.receive(5)).isEqualTo(echo);
  }

  /** The server's bytes wait for TLS, and go through the new mux. */
  @Test
  void serverThatSpeaksFirstIsHeardThroughIt() throws Exception {
    RunningProxy proxy =
        proxy(
            new ShoutMux("shout"),
            offering("starttls rule"),
            rig.server(
                    accepted -> {
                      accepted.send("welcome");
                      accepted.send(accepted.receive(5).toLowerCase(Locale.ROOT));
                    })
                .port(),
            "",
            RULE);
    Peer client = turned(proxy, "shout", "SECURE");

    assertThat(client.receive(7)).isEqualTo("welcome");
    client.send("hello");
    assertThat(client.receive(5)).isEqualTo("hello");
  }

  @Test
  void muxThatARuleChoseStaysIfNoneIsAgreedOn() throws Exception {
    String rules =
        "tcp-request content switch-mux twin if { req.payload(0,6) -m str SECURE }\n"
            + "  default_backend later\nbackend later\n  tcp-request inspect-delay 20s\n  "
            + RULE;
    RunningProxy proxy =
        proxy(new ShoutMux("shout"), offering("starttls rule"), rig.echo().port(), "", rules);
    Peer client = turned(proxy, "other", "SECURE");

    client.send("hello");

    assertThat(client.receive(5)).isEqualTo("hello");
    assertThat(proxy.proxy().dump()).anyMatch(line -> line.contains("proto=twin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void serverHasIt(String engine) throws Exception {
    SSLServerSocket server = rig.own(peers.listen());
    RunningProxy proxy =
        proxy(new ShoutMux("shout"), "", server.getLocalPort(), asking(engine), "");
    Peer client = rig.connect(proxy);
    Peer taken = secured(rig.own((SSLSocket) server.accept()), "shout");

    taken.send("hello");

    assertThat(client.receive(5)).isEqualTo("HELLO");
  }

  @Test
  void sessionEndsIfTheServersCannotBeHad() throws Exception {
    ProgramLog troubles = rig.own(new ProgramLog());
    SSLServerSocket server = rig.own(peers.listen());
    RunningProxy proxy =
        proxy(new FailingMux("shout"), "", server.getLocalPort(), asking("auto"), "");
    Peer client = rig.connect(proxy);
    SSLSocket taken = speaking("shout", rig.own((SSLSocket) server.accept()));
    rig.background(() -> TlsPeers.peer(taken));

    assertThat(client.drain().bytes()).isZero();

    assertThat(log.nextTcp().termination()).isEqualTo("IC");
    assertThat(troubles.messages())
        .anyMatch(m ->
            m.contains("TRN-5001 s1: mux 'pt' is not swapped for 'failing'")
                && m.endsWith("The connection is closed."));
  }

  @Test
  void sessionEndsIfTheClientsCannotBeHad() throws Exception {
    ProgramLog troubles = rig.own(new ProgramLog());
    RunningProxy proxy =
        proxy(new FailingMux("shout"), offering("starttls rule"), rig.echo().port(), "", RULE);
    Peer client = turned(proxy, "shout", "SECURE");

    client.send("hello");

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.nextTcp().termination()).startsWith("I");
    assertThat(troubles.messages()).anyMatch(m -> m.contains("not swapped for 'failing'"));
  }

  private static String asking(String engine) {
    return "ssl alpn shout verifyhost %s ca-file %s tls-engine %s"
        .formatted(NAME, certificates.authority(), engine);
  }
}
