package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.FailingMux;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProgramLog;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.ShoutMux;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import io.turnout.proxy.testing.TwinMux;
import io.turnout.spi.Mode;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Side;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code switch-mux} does to connections; the mux {@code shout} shows what goes through it.
 */
class SwitchMuxIT {
  private static final List<MuxProvider> MUXES =
      List.of(
          new TwinMux("twin"),
          new TwinMux("front-only", Set.of(Side.FRONT)),
          new TwinMux("web", Set.of(Side.values()), Set.of(Mode.HTTP)),
          new ShoutMux(),
          new FailingMux());

  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;
  private ProgramLog troubles;

  @BeforeEach
  void listenToTheLogs() throws IOException {
    log = rig.own(new LogCapture());
    troubles = rig.own(new ProgramLog());
  }

  private RunningProxy start(String sections) {
    return rig.start(Rig.configuration("tune.bufsize 4096", sections), MUXES);
  }

  private RunningProxy proxyTo(TestServer server, String... lines) {
    return start(Rig.listen(server, log.tcplog() + "\n  " + String.join("\n  ", lines)));
  }

  private void awaitTrouble(String part) {
    Await.until(
        () -> "not logged: " + part + "; but " + troubles.messages(),
        () -> troubles.messages().stream().anyMatch(message -> message.contains(part)));
  }

  @Test
  void switchesTheMuxOfEachSideBeforeBytesPass() throws Exception {
    RunningProxy proxy =
        proxyTo(
            rig.echo(),
            "tcp-request inspect-delay 20s",
            "tcp-request content switch-mux twin if { req.payload(0,4) -m str SWAP }",
            "tcp-request content reject",
            "tcp-response inspect-delay 20s",
            "tcp-response content switch-mux twin if { res.len ge 7 }");
    Peer client = rig.connect(proxy);

    client.send("SWAP on");

    assertThat(client.receive(7)).isEqualTo("SWAP on");
    assertThat(proxy.proxy().swaps()).containsExactly(Map.entry("pt>twin DONE", 2L));
    client.send("and on");
    assertThat(client.receive(6)).isEqualTo("and on");
    assertThat(troubles.messages()).isEmpty();
  }

  @Test
  void newMuxOfTheClientStartsWithTheBytesThatTheRuleSaw() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-request inspect-delay 20s",
                "tcp-request content switch-mux shout if { req.payload(0,4) -m str swap }"));

    client.send("swap ");
    Peer taken = server.accept();
    assertThat(taken.receive(5)).isEqualTo("SWAP ");
    client.send("and on");
    assertThat(taken.receive(6)).isEqualTo("AND ON");
    taken.send("quiet");
    assertThat(client.receive(5)).isEqualTo("quiet");
  }

  @Test
  void newMuxOfTheServerStartsWithTheBytesThatTheRuleSawWhichCountOnce() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo(
            server,
            "tcp-response inspect-delay 20s",
            "tcp-response content switch-mux shout if { res.len ge 7 }");
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();

    taken.send("wel");
    proxy.awaitReceivedFrom("s1", 3);
    taken.send("come");
    assertThat(client.receive(7)).isEqualTo("WELCOME");
    taken.close();
    client.close();

    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("--");
    assertThat(line.bytes()).isEqualTo(7);
  }

  @Test
  void endBehindTheBytesComesThroughTheNewMuxToo() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            proxyTo(
                server,
                "tcp-request inspect-delay 20s",
                "tcp-request content switch-mux shout if WAIT_END"));

    client.send("last words");
    client.halfClose();

    Peer taken = server.accept();
    assertThat(taken.receiveAll()).isEqualTo("LAST WORDS");
    taken.send("answer");
    taken.close();
    assertThat(client.receiveAll()).isEqualTo("answer");
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @Test
  void fullBufferGoesThroughTheNewMux() throws Exception {
    Peer client =
        rig.connect(
            proxyTo(
                rig.echo(),
                "tcp-request inspect-delay 20s",
                "tcp-request content switch-mux shout if WAIT_END"));

    client.send("a".repeat(9000));

    assertThat(client.receive(9000)).isEqualTo("A".repeat(9000));
  }

  @Test
  void rulesOfTheBackendSeeWhatTheNewMuxGives() throws Exception {
    RunningProxy proxy =
        start(
            """
            frontend f
              bind 127.0.0.1:1
              tcp-request inspect-delay 20s
              tcp-request content switch-mux shout if { req.payload(0,4) -m str swap }
              default_backend b
            backend b
              tcp-request content reject unless { req.payload(0,4) -m str SWAP }
              server s1 127.0.0.1:%d
            """
                .formatted(rig.echo().port()));
    Peer client = rig.connect(proxy);

    client.send("swap");

    assertThat(client.receive(4)).isEqualTo("SWAP");
  }

  @Test
  void switchToTheMuxThatIsThereChangesNothing() throws Exception {
    RunningProxy proxy =
        proxyTo(
            rig.echo(),
            "tcp-request inspect-delay 20s",
            "tcp-request content switch-mux pt if { req.payload(0,4) -m str SWAP }",
            "tcp-request content reject");
    Peer client = rig.connect(proxy);

    client.send("SWAP on");

    assertThat(client.receive(7)).isEqualTo("SWAP on");
    assertThat(proxy.proxy().swaps()).containsExactly(Map.entry("pt>pt SAME", 1L));
    assertThat(troubles.messages()).isEmpty();
  }

  @Test
  void muxThatStaysIsNotLeftAndTheConnectionGoesOn() throws Exception {
    String section =
        Rig.listen(
                rig.echo(),
                "tcp-request inspect-delay 20s",
                "tcp-request content switch-mux shout if { req.len ge 6 }")
            .replace("127.0.0.1:1\n", "127.0.0.1:1 proto none\n");
    RunningProxy proxy = start(section);
    Peer client = rig.connect(proxy);

    client.send("before");

    assertThat(client.receive(6)).isEqualTo("before");
    assertThat(proxy.proxy().swaps()).containsExactly(Map.entry("none>shout REFUSED", 1L));
    awaitTrouble("mux 'none' is not swapped for 'shout': its mux refuses to be left.");
    client.send("after");
    assertThat(client.receive(5)).isEqualTo("after");
  }

  @Test
  void muxThatThrowsLeavesTheOldOneAtWork() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo(
            server,
            "tcp-request inspect-delay 20s",
            "tcp-request content switch-mux failing if WAIT_END",
            "tcp-response inspect-delay 20s",
            "tcp-response content switch-mux failing if { res.len ge 6 }");
    Peer client = rig.connect(proxy);

    client.send("before");
    client.halfClose();
    Peer taken = server.accept();
    assertThat(taken.receiveAll()).isEqualTo("before");
    taken.send("answer");
    assertThat(client.receive(6)).isEqualTo("answer");
    taken.close();
    assertThat(client.receiveAll()).isEmpty();

    assertThat(log.nextTcp().termination()).isEqualTo("--");
    assertThat(proxy.proxy().swaps()).containsExactly(Map.entry("pt>failing FAILED", 2L));
    assertThat(proxy.proxy().loops().getFirst().faults().counts().values()).containsExactly(2L);
    awaitTrouble("'failing' failed in io.turnout.proxy.testing; the swap to it is taken back");
    awaitTrouble("mux 'pt' is not swapped for 'failing': the new mux could not be started.");
  }

  @Test
  void connectionThatFailedIsNotSwapped() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        proxyTo(
            server,
            "tcp-response inspect-delay 20s",
            "tcp-response content switch-mux shout if WAIT_END");
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    // A reset before the proxy knows of the connection would make it try again.
    client.send("hi");
    assertThat(taken.receive(2)).isEqualTo("hi");

    taken.send("last");
    taken.reset();

    assertThat(client.receiveAll()).isIn("last", "");
    assertThat(log.nextTcp().termination()).isEqualTo("SD");
    assertThat(proxy.proxy().swaps()).containsExactly(Map.entry("pt>shout CLOSING", 1L));
    awaitTrouble("mux 'pt' is not swapped for 'shout': it is closing.");
  }

  @Test
  void muxesThatCannotBeHadAreToldTogetherBeforeTheStart() {
    String sections =
        """
        listen front
          bind 127.0.0.1:1
          server s1 127.0.0.1:1
          tcp-request content switch-mux twim
          tcp-request content switch-mux web
          tcp-response content switch-mux front-only
        """;
    assertThatThrownBy(() -> start(sections))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("TRN-3006 mux 'twim' (tcp-request content switch-mux, test.cfg:12")
        .hasMessageContaining(
            "no such mux. Available: none, pt, twin, front-only, web, shout, failing. Add its"
                + " plugin, or correct the name. Did you mean 'twin'?")
        .hasMessageContaining("TRN-3006 mux 'web' (tcp-request content switch-mux, test.cfg:13")
        .hasMessageContaining("it does not serve mode tcp. Choose another mux.")
        .hasMessageContaining(
            "TRN-3006 mux 'front-only' (tcp-response content switch-mux, test.cfg:14")
        .hasMessageContaining("it does not serve the server side. Choose another mux.");
  }
}
