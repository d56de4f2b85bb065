package io.turnout.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProgramLog;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TestServer;
import io.turnout.proxy.testing.TlsPeers;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS that a rule starts: the request is cut at each byte, and no server is called before it. */
class StartTlsRuleIT {
  private static final String DELAY = "tcp-request inspect-delay 20s";
  private static final String REQUEST = "SECURE\r\n";
  private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.9 4711 443\r\n";
  private static final int WORD = REQUEST.indexOf('\r');

  @TempDir static Path folder;
  private static TestCertificates certificates;
  private static Path identity;
  private static TlsPeers peers;

  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    identity = certificates.issue("www.example.com");
    peers = certificates.peers(identity);
  }

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy proxy(String bind, String delay) throws IOException {
    return proxyTo(rig.echo(), "", bind, delay);
  }

  private RunningProxy proxyTo(TestServer server, String keywords, String bind, String... lines) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 starttls rule crt %s %s
          %s
          %s
          tcp-request content start-tls reply "READY\\r\\n" if { req.payload(0,6) -m str SECURE }
          tcp-request content reject
          server s1 127.0.0.1:%d %s
        """
            .formatted(
                identity, bind, log.tcplog(), String.join("\n  ", lines), server.port(), keywords));
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void assertReady(Socket client) throws IOException {
    assertThat(new String(client.getInputStream().readNBytes(7), ISO_8859_1))
        .isEqualTo("READY\r\n");
  }

  private void assertBecomesSecure(Socket client) throws IOException {
    assertReady(client);
    Peer secured = rig.own(TlsPeers.peer(rig.own(peers.over(client))));
    secured.send("within");
    assertThat(secured.receive(6)).isEqualTo("within");
  }

  static IntStream cuts() {
    return IntStream.rangeClosed(0, REQUEST.length());
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void requestInPiecesIsWaitedForDuringTheDelay(int cut) throws Exception {
    RunningProxy proxy = proxy("", DELAY);
    Socket client = rig.own(new Socket("127.0.0.1", proxy.port()));

    send(client, REQUEST.substring(0, cut));
    proxy.awaitReceived(cut);
    send(client, REQUEST.substring(cut));

    assertBecomesSecure(client);
  }

  /** Behind a header, as without one nothing has come yet when they are looked at. */
  @ParameterizedTest
  @MethodSource("cuts")
  void whatIsThereDecidesWithoutADelay(int cut) throws Exception {
    ProgramLog troubles = rig.own(new ProgramLog());
    RunningProxy proxy = proxy("accept-proxy", "");
    Socket client = rig.own(new Socket("127.0.0.1", proxy.port()));

    send(client, HEADER + REQUEST.substring(0, cut));

    if (cut == REQUEST.length()) {
      assertBecomesSecure(client);
    } else {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(log.nextTcp().termination()).isEqualTo("PR");
      assertThat(troubles.messages().stream().anyMatch(m -> m.contains("TRN-5002")))
          .isEqualTo(cut >= WORD);
    }
  }

  /** The server speaks first, so that nothing but the handshake can be what calls it. */
  @Test
  void serverIsToldWhomTlsWasAgreedOnWith() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = proxyTo(server, "send-proxy-v2-ssl proxy-v2-options authority", "", DELAY);
    Socket clear = rig.own(new Socket("127.0.0.1", proxy.port()));
    send(clear, REQUEST);
    assertReady(clear);
    SSLSocket secured = rig.own(peers.over(clear));
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("www.example.com")));
    secured.setSSLParameters(parameters);
    Peer client = rig.own(TlsPeers.peer(secured));

    Peer reached = server.accept();
    String authority = "\2\0\u000fwww.example.com";
    String tls = "\u0020\0\u000f\1\0\0\0\1\u0021\0\7TLSv1.3";
    String header = reached.receive(16 + 12 + authority.length() + tls.length());

    assertThat(header).endsWith(authority + tls);
    reached.send("220 ready");
    assertThat(client.receive(9)).isEqualTo("220 ready");
  }

  @Test
  void clientThatNeverAgreesOnTlsCostsNoServer() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy = proxyTo(server, "", "", DELAY, "timeout client-hs 200ms");
    Socket client = rig.own(new Socket("127.0.0.1", proxy.port()));
    send(client, REQUEST);
    assertReady(client);

    assertThat(client.getInputStream().read()).isEqualTo(-1);

    assertThat(log.next()).endsWith("] front/sock-1: Timeout during SSL handshake");
    assertThat(log.nextTcp().termination()).isEqualTo("cR");
    assertThat(server.accepted()).isZero();
  }

  @Test
  void clientThatAgreesOnNothingCostsNoServer() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy = proxyTo(server, "", "", DELAY);
    Socket client = rig.own(new Socket("127.0.0.1", proxy.port()));
    send(client, REQUEST);
    assertReady(client);

    client.shutdownOutput();

    client.getInputStream().readAllBytes();
    assertThat(log.next()).contains("] front/sock-1: ");
    assertThat(log.nextTcp().termination()).isEqualTo("CR");
    assertThat(server.accepted()).isZero();
  }
}
