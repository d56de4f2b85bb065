package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
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

  @Test
  void requestsGoToTheOtherServerWhenOneDies() throws Exception {
    TestServer dying = rig.echo();
    TestServer other = rig.echo();
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1
              balance roundrobin
              retries 1
              option redispatch
              server s1 127.0.0.1:%d
              server s2 127.0.0.1:%d
            """
                .formatted(dying.port(), other.port()));
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

    for (Background<Integer> client : clients) {
      assertThat(client.outcome()).as("requests unanswered").isZero();
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
