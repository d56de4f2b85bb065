package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TcpLogLine;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Too few descriptors, a server that dies. */
class ShortageIT {
  private static final int DESCRIPTORS = 100;
  private static final int LASTING = 20;
  private static final String PING = "ping";

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  @Test
  void pausesWithoutDescriptorsAndLosesNobody() throws Exception {
    TestServer server = rig.echo();
    LogCapture log = rig.own(new LogCapture());
    Path config =
        ProxyProcess.configuration(
            folder,
            Rig.configuration(
                "maxconn 1000", Rig.listen(server, log.to(), "option tcplog", "retries 100")));
    try (ProxyProcess proxy =
        new ProxyProcess(config, "sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\"", "sh")) {
      // A JVM without descriptors loads no class: the first client needs them all.
      try (Peer first = rig.connect(proxy.port())) {
        first.send("hello");
        assertThat(first.receive(5)).isEqualTo("hello");
      }
      assertThat(log.nextTcp().termination()).isEqualTo("--");
      List<Peer> clients = new ArrayList<>();
      for (int i = 0; i < DESCRIPTORS; i++) {
        clients.add(rig.connect(proxy.port()));
        clients.getLast().send("hello");
      }
      assertThat(log.next()).contains("cannot accept", "EMFILE");

      // Each leaves as soon as it is served: whoever was accepted with the last descriptor
      // waits for the others.
      List<Background<String>> answers = new ArrayList<>();
      for (Peer client : clients) {
        answers.add(rig.background(() -> answerOf(client)));
      }
      for (Background<String> answer : answers) {
        assertThat(answer.outcome()).isEqualTo("hello");
        assertThat(log.nextTcp().termination()).isEqualTo("--");
      }
    }
  }

  private static String answerOf(Peer client) throws IOException {
    try (client) {
      return client.receive(5);
    }
  }

  private RunningProxy proxyWithRedispatch(TestServer first, TestServer second, String lines) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1
          balance roundrobin
          retries 1
          option redispatch
          %s
          server s1 127.0.0.1:%d
          server s2 127.0.0.1:%d
        """
            .formatted(lines, first.port(), second.port()));
  }

  @Test
  void requestsGoToTheOtherServerWhenOneDies() throws Exception {
    TestServer dying = rig.echo();
    TestServer other = rig.echo();
    RunningProxy proxy = proxyWithRedispatch(dying, other, "");
    AtomicBoolean enough = new AtomicBoolean();
    List<Background<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(rig.background(() -> request(proxy, enough)));
    }
    Await.until("both servers work", () -> dying.accepted() > 20 && other.accepted() > 20);

    dying.stopListening();
    int before = other.accepted();
    Await.until("the other goes on", () -> other.accepted() > before + 200);
    enough.set(true);

    // What the kernel had accepted for the dying server and it had not, the kernel resets.
    for (Background<Integer> client : clients) {
      assertThat(client.outcome()).as("requests unanswered").isLessThanOrEqualTo(1);
    }
  }

  @Test
  void connectionsEndAndRequestsGoOnWhenAServerIsReset() throws Exception {
    TestServer dying = rig.echo();
    TestServer other = rig.echo();
    LogCapture log = rig.own(new LogCapture());
    RunningProxy proxy = proxyWithRedispatch(dying, other, log.tcplog());
    List<Peer> lasting = new ArrayList<>();
    for (int i = 0; i < LASTING; i++) {
      Peer client = rig.connect(proxy);
      client.send("hello");
      assertThat(client.receive(5)).isEqualTo("hello");
      lasting.add(client);
    }
    assertThat(dying.accepted()).isEqualTo(LASTING / 2);
    List<Background<Boolean>> busy = new ArrayList<>();
    for (Peer client : lasting) {
      busy.add(rig.background(() -> talksUntilItEnds(client)));
    }

    dying.die();

    for (int i = 0; i < LASTING / 2; i++) {
      TcpLogLine line = log.nextTcp();
      assertThat(line.termination()).as(line.text()).isEqualTo("SD");
      assertThat(line.server()).isEqualTo("s1");
    }
    for (int i = 0; i < LASTING; i++) {
      Peer client = rig.connect(proxy);
      client.send("again");
      client.halfClose();
      assertThat(client.receiveAll()).isEqualTo("again");
      TcpLogLine line = log.nextTcp();
      assertThat(line.termination()).as(line.text()).isEqualTo("--");
      assertThat(line.server()).isEqualTo("s2");
    }
    Await.until("those of the other are left", () -> proxy.proxy().connections() == LASTING / 2);
    other.die();
    for (Background<Boolean> client : busy) {
      assertThat(client.outcome()).as("only its own bytes came back").isTrue();
    }
  }

  private static boolean talksUntilItEnds(Peer client) {
    try {
      String answer = PING;
      while (answer.equals(PING)) {
        client.send(PING);
        answer = client.receive(PING.length());
      }
      return false;
    } catch (IOException ended) {
      return true;
    }
  }

  private int request(RunningProxy proxy, AtomicBoolean enough) throws Exception {
    int unanswered = 0;
    while (!enough.get()) {
      try (Peer client = rig.connectForNow(proxy)) {
        client.send("hello");
        client.halfClose();
        if (!client.receiveAll().equals("hello")) {
          unanswered++;
        }
      }
    }
    return unanswered;
  }
}
