package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More clients than there are places: at servers, listeners, frontends and in the process. */
class LimitsIT {
  private static final int CLIENTS = 12;

  @RegisterExtension final Rig rig = new Rig();

  @Test
  void fullServerServesTheQueueInOrder() throws Exception {
    TestServer server = rig.server();
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = rig.proxy(listenWithMaxconn(server, log));
    List<Peer> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Peer client = rig.connect(proxy);
      client.send("client " + i);
      clients.add(client);
      int queued = i;
      Await.until("the client waits", () -> queueOf(proxy) == queued);
    }

    for (int i = 0; i < 5; i++) {
      Peer taken = server.accept();
      assertThat(taken.receive(8)).isEqualTo("client " + i);
      taken.close();
      assertThat(clients.get(i).receiveAll()).isEmpty();
      clients.get(i).close();
      TcpLogLine line = log.nextTcp();
      assertThat(line.termination()).isEqualTo("--");
      assertThat(line.queues()).isEqualTo("0/" + i);
    }
  }

  private static int queueOf(RunningProxy proxy) {
    Backend backend = proxy.proxy().backends().get("front");
    return backend.queueLength() + backend.servers().getFirst().queueLength();
  }

  private static String listenWithMaxconn(TestServer server, LogCapture log) {
    return """
    listen front
      bind 127.0.0.1:1
      %s
      server s1 127.0.0.1:%d maxconn 1
    """
        .formatted(log.tcplog(), server.port());
  }

  /** The queue is the backend's, the clients come by two loops. */
  @Test
  void placesGoFromOneLoopToTheOther() throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        rig.proxy(
            "nbthread 2",
            "listen front\n  bind 127.0.0.1:1\n  server s1 127.0.0.1:%d maxconn 2\n"
                .formatted(server.port()));

    serveAll(proxy, 100);

    assertThat(server.accepted()).isEqualTo(100);
    assertThat(queueOf(proxy)).isZero();
    assertThat(proxy.proxy().backends().get("front").total()).isEqualTo(100);
    Await.until("all places are free", () -> proxy.proxy().backends().get("front").current() == 0);
  }

  private void serveAll(RunningProxy proxy, int count) throws Exception {
    List<Peer> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Peer client = rig.connect(proxy);
      client.send("hello");
      client.halfClose();
      clients.add(client);
    }
    for (Peer client : clients) {
      assertThat(client.receiveAll()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbthread 1", "nbthread 2"})
  void connectionsSpreadAndAreCounted(String global) throws Exception {
    RunningProxy proxy = rig.proxy(global, Rig.listen(rig.echo()));

    serveAll(proxy, 200);

    Await.until("all have left", () -> proxy.proxy().connections() == 0);
    assertThat(proxy.proxy().frontends().getFirst().connections().total()).isEqualTo(200);
    assertThat(proxy.proxy().frontends().getFirst().bytesIn()).isEqualTo(1000);
    assertThat(proxy.proxy().frontends().getFirst().bytesOut()).isEqualTo(1000);
    assertThat(proxy.proxy().backends().get("front").total()).isEqualTo(200);
  }

  @Test
  void listenerTakesNoMoreThanItsMaxconn() throws Exception {
    excessWaits("", "maxconn 10\n  bind 127.0.0.1:1 maxconn 3");
  }

  @Test
  void frontendTakesNoMoreThanItsMaxconn() throws Exception {
    excessWaits("", "maxconn 3\n  bind 127.0.0.1:1");
  }

  @Test
  void processTakesNoMoreThanItsMaxconn() throws Exception {
    excessWaits("maxconn 3", "bind 127.0.0.1:1");
  }

  @Test
  void processTakesNoMoreThanItsMaxconnByPoll() throws Exception {
    excessWaits("maxconn 3\n  noepoll", "bind 127.0.0.1:1");
  }

  private void excessWaits(String global, String lines) throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy =
        rig.proxy(
            global,
            "listen front\n  backlog 100\n  %s\n  server s1 127.0.0.1:%d\n"
                .formatted(lines, server.port()));
    List<Peer> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(rig.connect(proxy));
      clients.getLast().send("hello");
    }
    Await.until("three are served", () -> server.accepted() == 3);
    for (int i = 0; i < CLIENTS; i++) {
      assertThat(clients.get(i).receive(5)).isEqualTo("hello");
      assertThat(proxy.proxy().connections()).isLessThanOrEqualTo(3);
      clients.get(i).close();
    }
    assertThat(server.accepted()).isEqualTo(CLIENTS);
  }
}
