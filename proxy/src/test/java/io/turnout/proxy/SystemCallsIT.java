package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.Payload;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.SystemCalls;
import io.turnout.proxy.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a connection costs in system calls, as strace sees it. */
class SystemCallsIT {
  private static final int BYTES = 16 << 20;
  private static final long PACE_NANOS = 3_000_000;

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  @BeforeAll
  static void needsStrace() {
    assumeTrue(SystemCalls.canBeWatched(), "strace is missing or may not trace: install strace");
  }

  private interface Scene {
    void play(int port, TestServer server) throws Exception;
  }

  private SystemCalls callsOf(Scene scene, String... lines) throws Exception {
    TestServer server = rig.server();
    Path config =
        ProxyProcess.configuration(folder, Rig.configuration("", Rig.listen(server, lines)));
    Path trace = folder.resolve("trace");
    try (ProxyProcess proxy = new ProxyProcess(config, SystemCalls.command(trace))) {
      scene.play(proxy.port(), server);
    }
    return SystemCalls.read(trace, server.port());
  }

  private void halfCloseWithoutAnswer(int port, TestServer server) throws Exception {
    Peer client = rig.connect(port);
    Peer taken = server.accept();
    client.send("blah\n");
    client.halfClose();
    assertThat(taken.receiveAll()).isEqualTo("blah\n");
    taken.close();
    assertThat(client.receiveAll()).isEmpty();
    client.close();
  }

  @Test
  void oneReadPerChunkAndOneForTheEnd() throws Exception {
    SystemCalls calls = callsOf(this::halfCloseWithoutAnswer);

    assertThat(calls.ofClient("recvfrom")).isEqualTo(List.of("5", "0"));
    assertThat(calls.ofServer("recvfrom")).isEqualTo(List.of("0"));
    assertThat(calls.ofServer("sendto")).isEqualTo(List.of("5"));
    assertThat(calls.ofClient("sendto")).isEmpty();
    assertThat(calls.ofClient("epoll_ctl")).isEqualTo(List.of("0"));
    assertThat(calls.ofServer("epoll_ctl")).isEqualTo(List.of("0"));
    assertThat(calls.ofClient("splice")).isEmpty();
    assertThat(calls.of("pipe2")).isEmpty();
  }

  @Test
  void smallMessagesNeverTakeAPipe() throws Exception {
    SystemCalls calls = callsOf(SystemCallsIT.this::pingPong, "option splice-auto");

    assertThat(calls.of("pipe2")).isEmpty();
    assertThat(calls.of("splice")).isEmpty();
    assertThat(calls.ofServer("recvfrom")).hasSize(20 + 1);
  }

  private void pingPong(int port, TestServer server) throws Exception {
    try (Peer client = rig.connect(port);
        Peer taken = server.accept()) {
      for (int i = 0; i < 20; i++) {
        client.send("ping");
        taken.receive(4);
        taken.send("pong");
        client.receive(4);
      }
    }
  }

  @Test
  void longTransferGoesOverToSpliceAndBack() throws Exception {
    SystemCalls calls = callsOf(this::transferThenPingPong, "option splice-auto");

    assertThat(calls.of("pipe2")).as("pipes made").hasSize(1);
    assertThat(spliced(calls)).isGreaterThan(BYTES * 8L / 10);
    List<String> received = calls.ofServer("recvfrom");
    assertThat(received.subList(received.size() - 11, received.size() - 1))
        .as("the last answers, received into a buffer")
        .containsOnly("4");
  }

  private void transferThenPingPong(int port, TestServer server) throws Exception {
    Peer client = rig.connect(port);
    Peer taken = server.accept();
    rig.background(() -> {
      new Payload(1, BYTES).sendOn(taken);
      return null;
    });
    for (int i = 0; i < BYTES; i += 4096) {
      client.receive(4096);
    }
    for (int i = 0; i < 20; i++) {
      taken.send("pong");
      assertThat(client.receive(4)).isEqualTo("pong");
    }
    taken.close();
    client.receiveAll();
    client.close();
  }

  @Test
  void transferToASlowReaderGoesOverToSplice() throws Exception {
    SystemCalls calls = callsOf(this::transferToASlowReader, "option splice-auto");

    assertThat(spliced(calls)).isGreaterThan(BYTES * 8L / 10);
  }

  private void transferToASlowReader(int port, TestServer server) throws Exception {
    Peer client = rig.connect(port);
    Peer taken = server.accept();
    Background<Void> sending =
        rig.background(() -> {
          new Payload(1, BYTES).sendOn(taken);
          taken.close();
          return null;
        });
    for (int i = 0; i < BYTES; i += 65536) {
      client.receive(65536);
      LockSupport.parkNanos(PACE_NANOS);
    }
    sending.outcome();
    client.close();
  }

  private static long spliced(SystemCalls calls) {
    return calls.ofServer("splice").stream()
        .mapToLong(Long::parseLong)
        .filter(count -> count > 0)
        .sum();
  }
}
