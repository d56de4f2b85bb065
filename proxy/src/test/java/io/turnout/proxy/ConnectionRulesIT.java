package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.OpenSsl;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.PackagedServer;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection is made of because rules say so when it is accepted. */
class ConnectionRulesIT {
  private static final String ADDRESSES = "log-format \"%ci:%cp %fi:%fp %ts\"";
  private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.9 4711 443\r\n";
  private static final String CIP =
      "\0\0NT\0\0\0\u0028\u0045\0\0\u0028\0\0\u0040\0\u0040\u0006\0\0\u0001\u0002\u0003\u0004"
          + "\u0005\u0006\u0007\u0008\u0003\u00e8\0\u0050\0\0\0\0\0\0\0\0\u0050\u0010\0\0\0\0\0\0";
  private static final String IF_SECOND = " if { dst 127.0.0.2 }";

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  /** Clients reach it at two addresses, which rules can tell apart. */
  private RunningProxy proxy(TestServer server, String bind, String... lines) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 %1$s
          bind 127.0.0.2:1 %1$s
          %2$s
          %3$s
          server s1 127.0.0.1:%4$d
        """
            .formatted(bind, log.to(), String.join("\n  ", lines), server.port()));
  }

  private Peer second(RunningProxy proxy) {
    int port = RunningProxy.portOf(proxy.proxy().addresses().getLast());
    return rig.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port));
  }

  private static String echoed(Peer client, String header) throws IOException {
    client.send(header + "hello");
    client.halfClose();
    return client.receiveAll();
  }

  @Test
  void headerIsExpectedWhereTheConditionHolds() throws Exception {
    RunningProxy proxy =
        proxy(
            rig.echo(),
            "",
            ADDRESSES,
            "tcp-request connection expect-proxy layer4" + IF_SECOND,
            "tcp-request content reject if { src 192.0.2.8 }");

    Peer plain = rig.connect(proxy);
    assertThat(echoed(plain, "")).isEqualTo("hello");
    assertThat(log.next())
        .isEqualTo("127.0.0.1:%d 127.0.0.1:%d --".formatted(plain.localPort(), proxy.port()));
    assertThat(echoed(rig.connect(proxy), HEADER)).isEqualTo(HEADER + "hello");
    log.next();

    assertThat(echoed(second(proxy), HEADER)).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("192.0.2.7:4711 198.51.100.9:443 --");
  }

  @Test
  void headerThatIsExpectedHasToBeThere() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        proxy(
            server, "", "option tcplog", "tcp-request connection expect-proxy layer4" + IF_SECOND);
    Peer client = second(proxy);

    client.send("GET / HTTP/1.0\r\n\r\n");

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next())
        .contains(
            "] front/sock-2: Received something which does not look like a PROXY protocol header");
    assertThat(server.accepted()).isZero();
  }

  @Test
  void headerThatTheLineHasAnywayComesOnce() throws Exception {
    RunningProxy proxy =
        proxy(rig.echo(), "accept-proxy", ADDRESSES, "tcp-request connection expect-proxy layer4");

    assertThat(echoed(rig.connect(proxy), HEADER)).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("192.0.2.7:4711 198.51.100.9:443 --");
  }

  @Test
  void netscalersHeaderComesBeforeTheOther() throws Exception {
    RunningProxy proxy =
        proxy(
            rig.echo(),
            "",
            ADDRESSES,
            "tcp-request connection expect-proxy layer4",
            "tcp-request connection expect-netscaler-cip layer4 0x4e54" + IF_SECOND,
            "tcp-request connection expect-netscaler-cip layer4 0x1");

    assertThat(echoed(second(proxy), CIP + HEADER)).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("192.0.2.7:4711 198.51.100.9:443 --");
  }

  @Test
  void acceptEndsTheRules() throws Exception {
    RunningProxy proxy =
        proxy(
            rig.echo(),
            "",
            "tcp-request connection accept if { src 127.0.0.1 } !{ dst 127.0.0.2 }",
            "tcp-request connection expect-proxy layer4",
            "tcp-request connection accept",
            "tcp-request connection reject");

    assertThat(echoed(rig.connect(proxy), "")).isEqualTo("hello");
    assertThat(echoed(second(proxy), HEADER)).isEqualTo("hello");
  }

  @Test
  void rejectedConnectionIsResetAndNotLogged() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy = proxy(server, "", "tcp-request connection reject" + IF_SECOND);

    assertThat(second(proxy).drain().reset()).isTrue();

    Peer accepted = rig.connect(proxy);
    assertThat(echoed(accepted, "")).isEqualTo("hello");
    assertThat(server.accepted()).isOne();
    assertThat(log.next()).contains("127.0.0.1:" + accepted.localPort());
    assertThat(log.isQuietUntilStopOf(proxy)).isTrue();
  }

  @Test
  void tlsFollowsTheHeader() throws Exception {
    OpenSslCommand.needed();
    Path pem = OpenSslCommand.certificate(folder, "edge");
    RunningProxy proxy =
        proxy(
            rig.echo(),
            "ssl crt " + pem,
            "log-format \"%ci:%cp %sslv %ts\"",
            "tcp-request connection expect-proxy layer4" + IF_SECOND);
    int expecting = RunningProxy.portOf(proxy.proxy().addresses().getLast());
    OpenSsl.client(proxy.port(), "hello\n", "hello\n");
    assertThat(log.next()).matches("127\\.0\\.0\\.1:\\d+ TLSv1\\.3 --");

    PackagedServer.need("/usr/sbin/haproxy", "haproxy");
    PackagedServer haproxy =
        rig.own(
            PackagedServer.haproxy(
                folder,
                """
                defaults
                  timeout connect 20s
                  timeout client 20s
                  timeout server 20s
                listen in
                  mode tcp
                  bind 127.0.0.1:PORT
                  server s 127.0.0.2:%d ssl verify none send-proxy-v2
                """
                    .formatted(expecting)));
    Peer behind = rig.connect(haproxy.port());
    behind.send("hello");
    assertThat(behind.receive(5)).isEqualTo("hello");
    int port = behind.localPort();
    behind.close();
    assertThat(log.next()).startsWith("127.0.0.1:%d TLSv1.3 ".formatted(port));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 12, 40})
  void headerInPiecesIsWaitedFor(int cut) throws Exception {
    RunningProxy proxy =
        proxy(rig.echo(), "", ADDRESSES, "tcp-request connection expect-proxy layer4");
    Peer client = rig.connect(proxy);

    client.send(HEADER.substring(0, cut));
    proxy.awaitReceived(cut);

    assertThat(echoed(client, HEADER.substring(cut))).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("192.0.2.7:4711 198.51.100.9:443 --");
  }
}
