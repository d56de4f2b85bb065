package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections that are there and take no traffic. */
class DisabledIT {
  @RegisterExtension final Rig rig = new Rig();

  @Test
  void disabledBackendTakesNoConnection() throws Exception {
    TestServer server = rig.echo();
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy =
        rig.proxy(
            """
            frontend front
              bind 127.0.0.1:1
              %s
              default_backend back
            backend back
              disabled
              server s1 127.0.0.1:%d
            """
                .formatted(log.tcplog(), server.port()));

    assertThat(rig.connect(proxy).drain()).isEqualTo(new Peer.Ending(0, false));

    TcpLogLine line = log.nextTcp();
    assertThat(line.termination()).isEqualTo("SC");
    assertThat(line.server()).isEqualTo("<NOSRV>");
    assertThat(server.accepted()).isZero();
    assertThat(proxy.proxy().backendOf(proxy.proxy().frontends().getFirst())).isNull();
  }

  @Test
  void listenWhoseDefaultBackendIsDisabledUsesItsOwnServers() throws Exception {
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              default_backend back
              server own 127.0.0.1:%d
            backend back
              disabled
              server s1 127.0.0.1:%d
            """
                .formatted(rig.echo().port(), Rig.deadPort()));
    Peer client = rig.connect(proxy);
    client.send("hello");
    client.halfClose();

    assertThat(client.receiveAll()).isEqualTo("hello");
  }

  @Test
  void disabledFrontendDoesNotListen() throws Exception {
    int server = rig.echo().port();
    RunningProxy proxy =
        rig.proxy(
            """
            listen one
              bind 127.0.0.1:1
              server s1 127.0.0.1:%d
            listen two
              bind 127.0.0.1:1
              disabled
              server s1 127.0.0.1:%d
            """
                .formatted(server, server));

    assertThat(proxy.proxy().addresses()).hasSize(1);
  }

  @Test
  void nothingStartsWithoutAListener() {
    assertThatThrownBy(() -> rig.proxy("listen front\n  bind 127.0.0.1:1\n  disabled\n"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("TRN-2217 there is no enabled listener");
    assertThatThrownBy(() -> rig.proxy("backend back\n  server s1 127.0.0.1:1\n"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("TRN-2217");
  }
}
