package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.PackagedServer;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are reached through Dante and MicroSocks. */
class SocksIT {
  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks4", "socks5"})
  void serverIsReachedThroughDante(String version) throws Exception {
    TestServer server = rig.echo();
    PackagedServer dante = dante("pass");

    assertThat(echoed(proxyTo(server.port(), version + " 127.0.0.1:" + dante.port())))
        .isEqualTo("hello");

    assertThat(log.nextTcp().termination()).isEqualTo("--");
    assertThat(server.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "socks4, SOCKS proxy denied the request (rejected or failed (91))",
    "socks5, SOCKS proxy denied the request (not allowed by its rules (2))"
  })
  void refusalByRuleIsToldAfterTheRetries(String version, String cause) throws Exception {
    TestServer server = rig.echo();
    PackagedServer dante = dante("block");

    assertFails(proxyTo(server.port(), version + " 127.0.0.1:" + dante.port()), cause);
    assertThat(server.accepted()).isZero();
  }

  @Test
  void serverIsReachedThroughMicrosocks() throws Exception {
    TestServer server = rig.echo();
    PackagedServer socks = microsocks();

    assertThat(echoed(proxyTo(server.port(), "socks5 127.0.0.1:" + socks.port())))
        .isEqualTo("hello");
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void userWithPasswordIsLetThrough() throws Exception {
    TestServer server = rig.echo();
    PackagedServer socks = microsocks("-u", "edge", "-P", "secret:7");

    assertThat(
            echoed(
                proxyTo(
                    server.port(),
                    "socks5 127.0.0.1:" + socks.port() + " socks5-user edge:secret:7")))
        .isEqualTo("hello");
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @ParameterizedTest
  @CsvSource({"socks5-user edge:wrong, user or password refused", "'', it asks for authentication"})
  void whoIsNotLetThroughIsToldWhy(String user, String cause) throws Exception {
    TestServer server = rig.echo();
    PackagedServer socks = microsocks("-u", "edge", "-P", "secret");

    RunningProxy proxy = proxyTo(server.port(), "socks5 127.0.0.1:" + socks.port() + " " + user);

    assertFails(proxy, "SOCKS proxy denied the request (" + cause + ")");
    assertThat(server.accepted()).isZero();
  }

  @Test
  void serverThatRefusesIsTold() throws Exception {
    PackagedServer socks = microsocks();

    RunningProxy proxy = proxyTo(Rig.deadPort(), "socks5 127.0.0.1:" + socks.port());

    assertFails(proxy, "SOCKS proxy denied the request (connection refused (5))");
  }

  @Test
  void serverThatVersionFourCannotBeAskedForIsRefusedAtTheStart() throws Exception {
    TestServer socks = rig.server();

    assertThatThrownBy(() ->
            rig.proxy(
                """
                listen front
                  bind 127.0.0.1:1
                  server s1 [2001:db8::1]:80 socks4 127.0.0.1:%d
                """
                    .formatted(socks.port())))
        .hasMessageStartingWith("TRN-3012 socks4 (server s1, test.cfg:")
        .hasMessageContaining("'2001:db8::1' is an IPv6 address, which version 4 does not have");
  }

  @Test
  void silentSocksServerIsGivenUpInTime() throws Exception {
    TestServer silent = rig.server();
    Peer client =
        rig.connect(
            proxyTo(Rig.deadPort(), "socks5 127.0.0.1:" + silent.port(), "timeout connect 100ms"));

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next()).endsWith("] front front/s1: Timeout during SOCKS handshake");
    assertThat(log.nextTcp().termination()).isEqualTo("sC");
  }

  @Test
  void socksServerThatLeavesIsTold() throws Exception {
    TestServer leaving = rig.server(peer -> peer.receive(3));
    RunningProxy proxy = proxyTo(Rig.deadPort(), "socks5 127.0.0.1:" + leaving.port());

    assertFails(proxy, "SOCKS proxy closed during the handshake");
  }

  @Test
  void socksServerThatIsNotThereNeedsNoExplanation() throws Exception {
    Peer client = rig.connect(proxyTo(Rig.deadPort(), "socks5 127.0.0.1:" + Rig.deadPort()));

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.nextTcp().termination()).isEqualTo("SC");
  }

  @Test
  void anotherServerIsTakenWhereOneIsRefused() throws Exception {
    TestServer server = rig.echo();
    PackagedServer socks = microsocks();
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              %s
              balance first
              option redispatch
              retries 1
              default-server socks5 127.0.0.1:%d
              server s1 127.0.0.1:%d
              server s2 127.0.0.1:%d
            """
                .formatted(log.tcplog(), socks.port(), Rig.deadPort(), server.port()));

    assertThat(echoed(proxy)).isEqualTo("hello");

    TcpLogLine line = log.nextTcp();
    assertThat(line.server()).isEqualTo("s2");
    assertThat(line.retries()).isEqualTo("+1");
  }

  @Test
  void proxyHeaderGoesThroughTheSocksServer() throws Exception {
    TestServer server = rig.server();
    PackagedServer socks = microsocks();
    RunningProxy proxy =
        proxyTo(server.port(), "send-proxy socks5 127.0.0.1:" + socks.port(), "option tcplog");
    Peer client = rig.connect(proxy);
    client.send("hello");

    String header =
        "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\nhello".formatted(client.localPort(), proxy.port());
    assertThat(server.accept().receive(header.length())).isEqualTo(header);
  }

  /** One line says why, the next one that the session ended. */
  private void assertFails(RunningProxy proxy, String cause) throws IOException {
    Peer client = rig.connect(proxy);
    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next())
        .startsWith("127.0.0.1:" + client.localPort() + " [")
        .endsWith("] front front/s1: " + cause);
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("SC");
    assertThat(line.retries()).isEqualTo("1");
    assertThat(log.isQuietUntilStopOf(proxy)).isTrue();
  }

  private String echoed(RunningProxy proxy) throws IOException {
    Peer client = rig.connect(proxy);
    client.send("hello");
    String answer = client.receive(5);
    // Both servers may end all when one direction does.
    client.halfClose();
    return answer + client.receiveAll();
  }

  private RunningProxy proxyTo(int port, String keywords, String... lines) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1
          %s
          retries 1
          %s
          server s1 127.0.0.1:%d %s
        """
            .formatted(log.tcplog(), String.join("\n  ", lines), port, keywords));
  }

  private PackagedServer microsocks(String... options) throws IOException {
    PackagedServer.need("/usr/bin/microsocks", "microsocks");
    return rig.own(
        PackagedServer.start(
            folder,
            port -> {
              List<String> command =
                  new ArrayList<>(
                      List.of(
                          "/usr/bin/microsocks", "-i", "127.0.0.1", "-p", String.valueOf(port)));
              command.addAll(List.of(options));
              return command;
            }));
  }

  private PackagedServer dante(String verdict) throws IOException {
    PackagedServer.need("/usr/sbin/danted", "dante-server");
    String configuration =
        """
        logoutput: stderr
        internal: 127.0.0.1 port = PORT
        external: 127.0.0.1
        clientmethod: none
        socksmethod: none
        client pass {
          from: 127.0.0.0/8 to: 127.0.0.0/8
        }
        socks %s {
          from: 127.0.0.0/8 to: 127.0.0.0/8
        }
        """
            .formatted(verdict);
    return rig.own(
        PackagedServer.start(
            folder,
            port ->
                List.of(
                    "/usr/sbin/danted",
                    "-f",
                    PackagedServer.file(folder, "danted", configuration, port).toString(),
                    "-p",
                    folder.resolve("danted.pid").toString())));
  }
}
