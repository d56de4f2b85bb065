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

/** How connections end, and what the log says of it. */
class TerminationIT {
  @RegisterExtension final Rig rig = new Rig();
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  private RunningProxy proxyTo(TestServer server, String... lines) {
    return rig.proxyTo(server, log.tcplog() + "\n  " + String.join("\n  ", lines));
  }

  private RunningProxy proxyTo(String... lines) {
    return rig.proxy(
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
}
