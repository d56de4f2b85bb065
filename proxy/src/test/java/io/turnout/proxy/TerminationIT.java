package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Payload;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end by each poller, and what the log says of it. */
@ParameterizedClass
@ValueSource(strings = {"", "noepoll"})
class TerminationIT {
  @Parameter String global;
  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy proxyTo(TestServer server, String... lines) {
    return rig.proxy(
        global, Rig.listen(server, log.tcplog() + "\n  " + String.join("\n  ", lines)));
  }

  private RunningProxy proxyTo(String... lines) {
    return rig.proxy(
        global,
        "listen front\n  bind 127.0.0.1:1\n  "
            + log.tcplog()
            + "\n  "
            + String.join("\n  ", lines)
            + "\n");
  }

  @Test
  void normalWhenBothHaveClosed() throws Exception {
    Peer client = rig.connect(proxyTo(rig.echo()));

    client.send("hello");
    client.halfClose();

    assertThat(client.receiveAll()).isEqualTo("hello");
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("--");
    assertThat(line.server()).isEqualTo("s1");
    assertThat(line.bytes()).isEqualTo(5);
    assertThat(line.retries()).isEqualTo("0");
  }

  @Test
  void clientTimesOut() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "timeout client 200ms"));
    Peer taken = server.accept();

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    taken.drain();
    assertThat(log.nextTcp().termination()).isEqualTo("cD");
  }

  @Test
  void serverTimesOut() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "timeout server 200ms"));
    Peer taken = server.accept();

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    taken.drain();
    assertThat(log.nextTcp().termination()).isEqualTo("sD");
  }

  @Test
  void connectionRefusedIsRetriedThenGivenUp() throws Exception {
    Peer client =
        rig.connect(
            proxyTo("retries 2", "timeout connect 50ms", "server s1 127.0.0.1:" + Rig.deadPort()));

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("SC");
    assertThat(line.server()).isEqualTo("s1");
    assertThat(line.retries()).isEqualTo("2");
    assertThat(line.connectMillis()).isEqualTo(-1);
  }

  @Test
  void noServerAtAll() throws Exception {
    Peer client = rig.connect(proxyTo());

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("SC");
    assertThat(line.server()).isEqualTo("<NOSRV>");
  }

  /** Whatever was to be spoken: it was not begun, so that its own line says nothing of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "send-proxy",
        "socks5 127.0.0.1:FULL",
        "starttls ldap verify none",
        "ssl verify none"
      })
  void connectionThatTakesTooLong(String keywords) throws Exception {
    String port = String.valueOf(rig.fullServer().port());
    Peer client =
        rig.connect(
            proxyTo(
                "retries 1",
                "timeout connect 100ms",
                "server s1 127.0.0.1:" + port + " " + keywords.replace("FULL", port)));

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("sC");
    assertThat(line.retries()).isEqualTo("1");
  }

  @Test
  void noPlaceAtServerInTime() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo("timeout queue 200ms", "server s1 127.0.0.1:%d maxconn 1".formatted(server.port()));
    rig.connect(proxy);
    server.accept();
    Peer second = rig.connect(proxy);

    assertThat(second.drain()).isEqualTo(new Peer.Ending(0, false));
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("sQ");
    assertThat(line.server()).isEqualTo("<NOSRV>");
    assertThat(line.connectMillis()).isEqualTo(-1);
  }

  @Test
  void clientLeavesTheQueue() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo("option abortonclose", "server s1 127.0.0.1:%d maxconn 1".formatted(server.port()));
    rig.connect(proxy);
    server.accept();
    Peer second = rig.connect(proxy);
    second.close();

    assertThat(log.nextTcp().termination()).isEqualTo("CQ");
  }

  @Test
  void clientLeavesWhileConnectingWithAbortOnClose() throws Exception {
    int port = rig.fullServer().port();
    Peer client = rig.connect(proxyTo("option abortonclose", "server s1 127.0.0.1:" + port));
    client.close();

    assertThat(log.nextTcp().termination()).isEqualTo("CC");
  }

  @Test
  void clientThatLeavesEarlyIsWaitedForWithoutAbortOnClose() throws Exception {
    int port = rig.fullServer().port();
    Peer client =
        rig.connect(proxyTo("retries 0", "timeout connect 300ms", "server s1 127.0.0.1:" + port));
    client.close();

    assertThat(log.nextTcp().termination()).isEqualTo("sC");
  }

  @Test
  void clientResetsWhileConnecting() throws Exception {
    int port = rig.fullServer().port();
    Peer client = rig.connect(proxyTo("server s1 127.0.0.1:" + port));
    client.reset();

    assertThat(log.nextTcp().termination()).isEqualTo("CC");
  }

  @Test
  void clientResetsInData() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    client.send("hello");
    Peer taken = server.accept();
    taken.receive(5);

    client.reset();

    assertThat(taken.drain().bytes()).isZero();
    assertThat(log.nextTcp().termination()).isEqualTo("CD");
  }

  @Test
  void serverResetsInData() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    client.send("hello");
    Peer taken = server.accept();
    taken.receive(5);
    taken.send("some");
    assertThat(client.receive(4)).isEqualTo("some");

    taken.reset();

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("SD");
    assertThat(line.bytes()).isEqualTo(4);
  }

  @Test
  void serverResetsAfterTheClientHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    client.send("hello");
    client.halfClose();
    Peer taken = server.accept();
    assertThat(taken.receiveAll()).isEqualTo("hello");

    taken.reset();

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, false));
    assertThat(log.nextTcp().termination()).isEqualTo("SD");
  }

  @Test
  void clientResetsAfterItHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    client.send("hello");
    client.halfClose();
    Peer taken = server.accept();
    assertThat(taken.receiveAll()).isEqualTo("hello");

    client.reset();
    taken.send("nobody hears");

    taken.drain();
    assertThat(log.nextTcp().termination()).isEqualTo("CD");
  }

  @Test
  void clientResetsAfterTheServerHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    Peer taken = server.accept();
    taken.send("bye");
    taken.halfClose();
    assertThat(client.receiveAll()).isEqualTo("bye");

    client.reset();

    assertThat(taken.drain().bytes()).isZero();
    assertThat(log.nextTcp().termination()).isEqualTo("CD");
  }

  @Test
  void serverResetsAfterItHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    Peer taken = server.accept();
    taken.send("bye");
    taken.halfClose();
    assertThat(client.receiveAll()).isEqualTo("bye");

    taken.reset();
    client.send("nobody hears");

    client.drain();
    assertThat(log.nextTcp().termination()).isEqualTo("SD");
  }

  @Test
  void tunnelTimeoutTakesOverOnceBytesWentBothWays() throws Exception {
    Peer client = rig.connect(proxyTo(rig.echo(), "timeout tunnel 200ms"));
    client.send("hello");

    assertThat(client.receiveAll()).isEqualTo("hello");
    assertThat(log.nextTcp().termination()).isEqualTo("cD");
  }

  @Test
  void tunnelTimeoutIsLongerThanTheOthers() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(server, "timeout client 100ms", "timeout server 100ms", "timeout tunnel 1h"));
    client.send("hello");
    Peer taken = server.accept();
    taken.send(taken.receive(5));
    client.receive(5);

    assertThat(log.quietFor(500)).isTrue();
    client.send("again");
    assertThat(taken.receive(5)).isEqualTo("again");
  }

  @Test
  void clientThatDoesNotEndAfterTheServerHas() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "timeout client-fin 200ms"));
    Peer taken = server.accept();

    taken.halfClose();

    assertThat(client.receiveAll()).isEmpty();
    taken.drain();
    assertThat(log.nextTcp().termination()).isEqualTo("cD");
  }

  @Test
  void serverThatDoesNotEndAfterTheClientHas() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "timeout server-fin 200ms"));
    Peer taken = server.accept();

    client.halfClose();

    assertThat(taken.receiveAll()).isEmpty();
    assertThat(client.receiveAll()).isEmpty();
    assertThat(log.nextTcp().termination()).isEqualTo("sD");
  }

  @Test
  void clientThatHasEndedIsNotHeldToClientFin() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "timeout client-fin 100ms"));
    Peer taken = server.accept();
    client.halfClose();
    assertThat(taken.receiveAll()).isEmpty();

    assertThat(log.quietFor(500)).isTrue();
    taken.send("late");
    taken.close();
    assertThat(client.receiveAll()).isEqualTo("late");
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void serverIsNotHeldToItsTimeoutWhileTheClientDoesNotRead() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = proxyTo(server, "timeout server 300ms", "timeout client 20s");
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    Background<Void> sending =
        rig.background(() -> {
          new Payload(1, 32 << 20).sendOn(taken);
          taken.close();
          return null;
        });

    assertThat(log.quietFor(1000)).isTrue();
    assertThat(client.drain()).isEqualTo(new Peer.Ending(32 << 20, false));
    client.close();
    sending.outcome();
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void nolingerResetsTheClientWhenTheServerHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "option nolinger"));
    Peer taken = server.accept();
    taken.send("bye");
    assertThat(client.receive(3)).isEqualTo("bye");

    taken.close();

    assertThat(client.drain()).isEqualTo(new Peer.Ending(0, true));
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void nolingerResetsTheServerWhenTheClientHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server, "option nolinger"));
    Peer taken = server.accept();
    client.send("bye");
    assertThat(taken.receive(3)).isEqualTo("bye");

    client.halfClose();

    assertThat(taken.drain()).isEqualTo(new Peer.Ending(0, true));
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }
}
