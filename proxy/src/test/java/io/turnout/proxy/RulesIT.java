package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rules on content do to connections. */
class RulesIT {
  private static final Peer.Ending CLOSED = new Peer.Ending(0, false);
  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy proxyTo(TestServer server, String... lines) {
    return rig.proxyTo(server, log.tcplog() + "\n  " + String.join("\n  ", lines));
  }

  @Test
  void serverIsSoughtOnceEnoughBytesHaveCome() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        proxyTo(
            server,
            "tcp-request inspect-delay 20s",
            "tcp-request content reject unless { req.payload(0,5) -m str hello }");
    Peer client = rig.connect(proxy);

    client.send("hel");
    client.send("l");
    proxy.awaitReceived(4);
    assertThat(proxy.proxy().dump()).noneMatch(line -> line.contains("conn s1 "));
    assertThat(server.accepted()).isZero();
    client.send("o world");

    assertThat(client.receive(11)).isEqualTo("hello world");
    client.halfClose();
    assertThat(client.receiveAll()).isEmpty();
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void rejectedRequestNeverReachesServer() throws Exception {
    TestServer server = rig.echo();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-request inspect-delay 20s",
                "tcp-request content reject unless { req.payload(0,5) -m str hello }"));

    client.send("help!");

    assertThat(client.drain()).isEqualTo(CLOSED);
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("PR");
    assertThat(line.backend() + "/" + line.server()).isEqualTo("front/<NOSRV>");
    assertThat(line.queueMillis()).isEqualTo(-1);
    assertThat(line.connectMillis()).isEqualTo(-1);
    assertThat(server.accepted()).isZero();
  }

  @Test
  void rejectsAtOnceWhatNeedsNoBytes() throws Exception {
    Peer client = rig.connect(proxyTo(rig.echo(), "tcp-request content reject if LOCALHOST"));

    assertThat(client.drain()).isEqualTo(CLOSED);
    assertThat(log.nextTcp().termination()).isEqualTo("PR");
  }

  @Test
  void endOfDelayDecides() throws Exception {
    Peer client =
        rig.connect(
            proxyTo(
                rig.echo(),
                "tcp-request inspect-delay 100ms",
                "tcp-request content accept if { req.len ge 9 }",
                "tcp-request content reject if { req.len ge 3 } WAIT_END"));

    client.send("abc");

    assertThat(client.drain()).isEqualTo(CLOSED);
    assertThat(log.nextTcp().termination()).isEqualTo("PR");
  }

  @Test
  void silentClientIsLetThroughAfterTheDelay() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-request inspect-delay 100ms",
                "tcp-request content reject if { req.payload(0,1) -m str x }"));

    Peer taken = server.accept();
    taken.send("welcome");

    assertThat(client.receive(7)).isEqualTo("welcome");
  }

  @Test
  void endOfStreamDecidesBeforeTheDelay() throws Exception {
    Peer client =
        rig.connect(
            proxyTo(
                rig.echo(),
                "tcp-request inspect-delay 20s",
                "tcp-request content reject if { req.payload(0,9) -m str something }"));

    client.send("some");
    client.halfClose();

    assertThat(client.receiveAll()).isEqualTo("some");
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void fullBufferDecidesBeforeTheDelay() throws Exception {
    RunningProxy proxy =
        rig.proxy(
            "tune.bufsize 4096",
            Rig.listen(
                rig.echo(),
                log.tcplog(),
                "tcp-request inspect-delay 20s",
                "tcp-request content reject if { req.payload(0,0) -m sub forbidden }"));
    Peer client = rig.connect(proxy);

    client.send("a".repeat(5000));

    assertThat(client.receive(5000)).isEqualTo("a".repeat(5000));
  }

  @Test
  void clientThatSendsTooLittleTimesOut() throws Exception {
    Peer client =
        rig.connect(
            proxyTo(
                rig.echo(),
                "timeout client 200ms",
                "tcp-request inspect-delay 20s",
                "tcp-request content accept if { req.len ge 9 }"));

    client.send("abc");

    assertThat(client.drain()).isEqualTo(CLOSED);
    assertThat(log.nextTcp().termination()).isEqualTo("cR");
  }

  @Test
  void clientThatResetsIsGone() throws Exception {
    TestServer server = rig.echo();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-request inspect-delay 20s",
                "tcp-request content accept if { req.len ge 9 }"));

    client.send("abc");
    client.reset();

    assertThat(log.nextTcp().termination()).isEqualTo("CR");
    assertThat(server.accepted()).isZero();
  }

  @Test
  void rulesOfTheFrontendGoBeforeThoseOfTheBackend() throws Exception {
    RunningProxy proxy =
        rig.proxy(
            """
            frontend f
              bind 127.0.0.1:1
              %s
              tcp-request inspect-delay 20s
              tcp-request content reject if { req.payload(0,1) -m str f }
              default_backend b
            backend b
              tcp-request inspect-delay 20s
              tcp-request content reject if { req.payload(0,2) -m str xb }
              server s1 127.0.0.1:%d
            """
                .formatted(log.tcplog(), rig.echo().port()));

    Peer first = rig.connect(proxy);
    first.send("f");
    assertThat(first.drain()).isEqualTo(CLOSED);
    assertThat(log.nextTcp().backend()).isEqualTo("f");

    Peer second = rig.connect(proxy);
    second.send("x");
    proxy.awaitReceived(1);
    second.send("b");
    assertThat(second.drain()).isEqualTo(CLOSED);
    TcpLogLine line = log.nextTcp();
    assertThat(line.backend()).isEqualTo("b");
    assertThat(line.termination()).isEqualTo("PR");

    Peer third = rig.connect(proxy);
    third.send("xc");
    assertThat(third.receive(2)).isEqualTo("xc");
  }

  @Test
  void responseIsHeldUntilEnoughHasCome() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo(
            server,
            "timeout client 20s",
            "tcp-response inspect-delay 20s",
            "tcp-response content reject unless { res.payload(0,4) -m str 220- }");
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();

    client.send("hi");
    assertThat(taken.receive(2)).isEqualTo("hi");
    taken.send("22");
    proxy.awaitReceivedFrom("s1", 2);
    taken.send("0- welcome");

    assertThat(client.receive(12)).isEqualTo("220- welcome");
    taken.send("more");
    assertThat(client.receive(4)).isEqualTo("more");
  }

  @Test
  void rejectedResponseNeverReachesClient() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-response inspect-delay 20s",
                "tcp-response content reject unless { res.payload(0,4) -m str 220- }"));
    Peer taken = server.accept();

    taken.send("500 ");

    assertThat(client.drain()).isEqualTo(CLOSED);
    assertThat(taken.drain().bytes()).isZero();
    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("PD");
    assertThat(line.server()).isEqualTo("s1");
  }

  @Test
  void heldResponsePassesWhenTheDelayIsOver() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-response inspect-delay 100ms",
                "tcp-response content reject if { res.payload(0,9) -m found }"));
    Peer taken = server.accept();

    taken.send("short");

    assertThat(client.receive(5)).isEqualTo("short");
  }

  @Test
  void heldResponsePassesWhenTheServerEnds() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-response inspect-delay 20s",
                "tcp-response content reject if { res.payload(0,9) -m found }"));
    Peer taken = server.accept();

    taken.send("short");
    taken.close();

    assertThat(client.receiveAll()).isEqualTo("short");
    client.close();
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void closeEndsTheServerAndDeliversWhatItSent() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-response inspect-delay 20s",
                "tcp-response content close if { res.payload(0,3) -m str bye }"));
    Peer taken = server.accept();

    taken.send("bye");

    assertThat(client.receiveAll()).isEqualTo("bye");
    assertThat(taken.drain().bytes()).isZero();
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void bytesOnBothSidesAreHeldByTheirOwnRules() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        proxyTo(
            server,
            "tcp-request inspect-delay 20s",
            "tcp-request content accept if { req.len ge 3 }",
            "tcp-response inspect-delay 20s",
            "tcp-response content accept if { res.len ge 5 }");
    Peer client = rig.connect(proxy);

    client.send("ab");
    client.send("c");
    proxy.awaitReceivedFrom("s1", 3);
    client.send("de");

    assertThat(client.receive(5)).isEqualTo("abcde");
    client.send("f");
    assertThat(client.receive(1)).isEqualTo("f");
  }

  @Test
  void responseIsDecidedWhenTheServerResets() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo(
            server,
            "tcp-response inspect-delay 20s",
            "tcp-response content reject if { res.payload(0,9) -m found }");
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    // A reset before the proxy knows of the connection would make it try again.
    client.send("hi");
    assertThat(taken.receive(2)).isEqualTo("hi");

    taken.send("short");
    proxy.awaitReceivedFrom("s1", 5);
    taken.reset();

    assertThat(client.receiveAll()).isEqualTo("short");
    assertThat(log.nextTcp().termination()).isEqualTo("SD");
  }

  @Test
  void closeDropsWhatTheRuleDidNotSee() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        rig.proxy(
            "tune.bufsize 4096",
            Rig.listen(
                server,
                log.tcplog(),
                "tcp-response inspect-delay 20s",
                "tcp-response content close if { res.len ge 4096 }"));
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();

    taken.send("a".repeat(20_000));

    assertThat(client.receiveAll()).isEqualTo("a".repeat(4096));
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }
}
