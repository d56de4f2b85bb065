package io.turnout.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.DamagedSocket;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSsl;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProgramLog;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TestServer;
import io.turnout.proxy.testing.TlsPeers;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that TLS is refused to, or that do not speak it, and what the log says of them. */
class TlsErrorsIT {
  private static final String NAME = "www.example.com";

  @TempDir static Path folder;
  @TempDir static Path elsewhere;
  private static TestCertificates certificates;
  private static TestCertificates strangers;
  private static Path identity;

  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    identity = certificates.issue(NAME);
    strangers = new TestCertificates(elsewhere);
  }

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy front(String engine, String more, String... lines) throws IOException {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 ssl crt %s tls-engine %s %s
          %s
          %s
          server s1 127.0.0.1:%d
        """
            .formatted(
                identity,
                engine,
                more,
                log.tcplog(),
                String.join("\n  ", lines),
                rig.echo().port()));
  }

  private static String asking(RunningProxy proxy, String... options) throws Exception {
    return OpenSsl.client(proxy.port(), "over\n", "over\n", options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void tellsAnHttpRequestFromTls(String engine) throws Exception {
    RunningProxy proxy = front(engine, "");
    Peer client = rig.connect(proxy);

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    client.drain();
    assertThat(log.next()).contains(" front/sock-1: ").contains("http request");
  }

  @ParameterizedTest
  @CsvSource({"conscrypt,TLSv1.2", "conscrypt,TLSv1.3", "jdk,TLSv1.2", "jdk,TLSv1.3"})
  void tellsThatAClientGaveUpInTheData(String engine, String version) throws Exception {
    RunningProxy proxy = front(engine, "ssl-max-ver " + version);
    TlsPeers peers = certificates.peers(identity);
    DamagedSocket damaged = rig.own(new DamagedSocket(proxy.port()));
    SSLSocket secured = rig.own(peers.over(damaged));
    Peer client = rig.own(TlsPeers.peer(secured));
    client.send("well");
    assertThat(client.receive(4)).isEqualTo("well");

    damaged.damage();
    client.send("damaged");

    assertThatThrownBy(() -> client.receive(7)).isInstanceOf(IOException.class);
    assertThat(log.next())
        .contains(" front/sock-1: ")
        .endsWith("SSL alert received (alert received: bad_record_mac)");
    // In version 1.2 an alert is known as such only when the session is over.
    assertThat(log.nextTcp().termination()).isEqualTo(version.equals("TLSv1.3") ? "CD" : "--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void tellsThatAServerWasSilentInItsHandshake(String engine) throws Exception {
    TestServer silent = rig.server();
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              %s
              timeout connect 200ms
              retries 0
              server s1 127.0.0.1:%d ssl verify none tls-engine %s
            """
                .formatted(log.tcplog(), silent.port(), engine));

    rig.connect(proxy).drain();

    assertThat(log.next()).endsWith("] front front/s1: Timeout during SSL handshake");
    assertThat(log.nextTcp().termination()).isEqualTo("sC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesANameThatNoCertificateHasIfStrict(String engine) throws Exception {
    RunningProxy proxy = front(engine, "strict-sni");

    assertThat(asking(proxy, "-servername", "else.example.com")).contains("unrecognized name");

    assertThat(log.next()).contains(" front/sock-1: ").contains("no certificate for the name");
    assertThat(asking(proxy, "-servername", NAME)).contains("over\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesVersionsThatAreNotWanted(String engine) throws Exception {
    RunningProxy proxy = front(engine, "ssl-min-ver TLSv1.3");

    asking(proxy, "-tls1_2");

    assertThat(log.next()).contains("no shared protocol version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesAClientWithoutACertificate(String engine) throws Exception {
    RunningProxy proxy = front(engine, "verify required ca-file " + certificates.authority());

    assertThat(asking(proxy)).containsIgnoringCase("alert");

    assertThat(log.next()).contains(" front/sock-1: ").contains("no certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesAClientOfAnotherAuthority(String engine) throws Exception {
    RunningProxy proxy = front(engine, "verify required ca-file " + certificates.authority());

    asking(proxy, "-cert", strangers.issue("stranger").toString());

    assertThat(log.next()).contains(" front/sock-1: ").contains("unknown CA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesAClientWhoseCertificateHasExpired(String engine) throws Exception {
    RunningProxy proxy = front(engine, "verify required ca-file " + certificates.authority());

    asking(proxy, "-cert", certificates.expired("old").toString());

    assertThat(log.next()).contains(" front/sock-1: ").contains("certificate has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void takesAClientWithACertificate(String engine) throws Exception {
    RunningProxy proxy = front(engine, "verify required ca-file " + certificates.authority());

    assertThat(asking(proxy, "-cert", certificates.issue("client").toString())).contains("over\n");

    assertThat(log.nextTcp().frontend()).isEqualTo("front~");
  }

  @Test
  void givesUpAClientThatSaysNothing() throws Exception {
    RunningProxy proxy = front("auto", "", "timeout client-hs 100ms");
    Peer client = rig.connect(proxy);

    assertThat(client.drain().bytes()).isZero();

    assertThat(log.next()).contains(" front/sock-1: ").containsIgnoringCase("timeout");
  }

  /** What a TLS client says first. */
  private static byte[] hello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer said = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), said);
    return Arrays.copyOf(said.array(), said.position());
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void answersAHelloThatComesByteByByte(String engine) throws Exception {
    Peer client = rig.connect(front(engine, ""));

    for (byte next : hello()) {
      client.send(new byte[] {next});
    }

    assertThat(client.receive(2)).as("a handshake record").isEqualTo("\u0016\u0003");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp", "lmtp", "imap", "pop3", "ldap", "xmpp", "ftp", "sieve", "nntp"})
  void refusesTlsWhereClearTextComesFirst(String protocol) throws Exception {
    RunningProxy proxy = front("auto", "starttls " + protocol);
    Peer client = rig.connect(proxy);

    client.send(hello());

    client.drain();
    assertThat(log.next())
        .contains(" front/sock-1: Invalid STARTTLS dialogue (TLS where clear text comes first");
  }

  /** A server that nobody should get through to, and why the log says nobody does. */
  private void assertRefused(Path shown, String options, String reason) throws Exception {
    OpenSsl.Server server = rig.own(new OpenSsl.Server(shown));
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              %s
              retries 0
              server s1 127.0.0.1:%d ssl ca-file %s %s
            """
                .formatted(log.tcplog(), server.port(), certificates.authority(), options));
    Peer client = rig.connect(proxy);

    client.drain();

    assertThat(log.next()).contains("front/s1").contains(reason);
    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesAServerWhoseCertificateIsForAnotherName(String engine) throws Exception {
    assertRefused(
        identity, "verifyhost else.example.com tls-engine " + engine, "not for else.example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesAServerWhoseCertificateHasExpired(String engine) throws Exception {
    assertRefused(certificates.expired(NAME), "tls-engine " + engine, "certificate has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void refusesAServerOfAnotherAuthority(String engine) throws Exception {
    assertRefused(strangers.issue(NAME), "tls-engine " + engine, "unknown CA");
  }

  private static final String START =
      "tcp-request content start-tls reply \"READY\\r\\n\" if { req.payload(0,6) -m str SECURE }";

  private RunningProxy later(String engine) throws Exception {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 starttls rule crt %s tls-engine %s
          %s
          tcp-request inspect-delay 20s
          %s
          tcp-request content reject
          server s1 127.0.0.1:%d
        """
            .formatted(identity, engine, log.tcplog(), START, rig.echo().port()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void startsTlsWhenARuleSaysSo(String engine) throws Exception {
    RunningProxy proxy = later(engine);
    TlsPeers peers = certificates.peers(identity);
    Socket clear = rig.own(new Socket("127.0.0.1", proxy.port()));
    clear.getOutputStream().write("SECURE\r\n".getBytes(ISO_8859_1));
    assertThat(new String(clear.getInputStream().readNBytes(7), ISO_8859_1)).isEqualTo("READY\r\n");
    SSLSocket secured = rig.own(peers.over(clear));
    Peer client = rig.own(TlsPeers.peer(secured));

    client.send("within");

    assertThat(client.receive(6)).isEqualTo("within");
    client.close();
    assertThat(log.nextTcp().bytes()).isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void closesWhenClearTextFollowsTheRequestToStartTls(String engine) throws Exception {
    ProgramLog troubles = rig.own(new ProgramLog());
    RunningProxy proxy = later(engine);
    Peer client = rig.connect(proxy);

    client.send("SECURE\r\ninjected");

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next()).endsWith("Received clear text behind the request to start TLS");
    log.nextTcp();
    assertThat(troubles.messages())
        .anyMatch(m -> m.contains("TRN-5002") && m.contains("clear text behind its request"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conscrypt", "jdk"})
  void offersNothingThatSslscanCallsWeak(String engine) throws Exception {
    SystemProgram.needs("sslscan", "sslscan");
    RunningProxy proxy = front(engine, "", "option dontlognull");

    String report = OpenSsl.run("sslscan", "--xml=-", "127.0.0.1:" + proxy.port());

    assertThat(report)
        .contains("type=\"ssl\" version=\"2\" enabled=\"0\"")
        .contains("type=\"ssl\" version=\"3\" enabled=\"0\"")
        .contains("type=\"tls\" version=\"1.0\" enabled=\"0\"")
        .contains("type=\"tls\" version=\"1.1\" enabled=\"0\"")
        .contains("type=\"tls\" version=\"1.2\" enabled=\"1\"")
        .contains("type=\"tls\" version=\"1.3\" enabled=\"1\"")
        .contains("strength=\"strong\"")
        .doesNotContain("strength=\"weak\"", "strength=\"null\"", "strength=\"anonymous\"")
        .doesNotContain("strength=\"medium\"", "vulnerable=\"1\"");
  }
}
