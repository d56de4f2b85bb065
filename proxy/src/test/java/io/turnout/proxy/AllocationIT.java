package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.turnout.core.loop.EventLoop;
import io.turnout.proxy.testing.OpenSsl;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TlsPeers;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a loop's thread allocates once the compiler has done its work. */
@Tag("allocation")
class AllocationIT {
  /**
   * Until then the compiler must be through: calls into the kernel allocate as long as it is not.
   */
  private static final int MAX_ROUNDS = 150;

  private static final int MESSAGES = 1000;
  private static final int CONNECTIONS = 300;

  /**
   * Two connections, a stream, its sides, channels, tasklets and waits. One build has been seen
   * with 1408 bytes at most and with 1432; which object makes the difference is not known.
   */
  private static final long BYTES_PER_CONNECTION = 1472;

  private static final String NAME = "www.example.com";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void allocatesNothingForAMessage() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo());
    Peer client = rig.connect(proxy);

    assertThat(leastPerRound(proxy, 0, () -> pingPong(client, 100))).isZero();
  }

  @Test
  void allocatesNothingForALargeMessageThroughAPipe() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.echo(), "option splice-request", "option splice-response");
    Peer client = rig.connect(proxy);

    assertThat(leastPerRound(proxy, 0, () -> pingPong(client, 20_000))).isZero();
  }

  @Test
  void allocatesItsFewObjectsForAConnection() throws Exception {
    RunningProxy proxy = rig.proxyTo(rig.server(peer -> peer.drain()));
    Work connections =
        () -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            try (Peer client = rig.connectForNow(proxy)) {
              client.halfClose();
              client.receiveAll();
            }
          }
        };

    assertThat(leastPerRound(proxy, BYTES_PER_CONNECTION * CONNECTIONS, connections) / CONNECTIONS)
        .isLessThanOrEqualTo(BYTES_PER_CONNECTION);
  }

  /**
   * Conscrypt makes an object of 40 bytes for the result of each call: 80 bytes for a message. One
   * build has been seen with 80 and with 120; whose the third object is, is not known.
   */
  @ParameterizedTest
  @CsvSource({"conscrypt, 160", "jdk, 3072"})
  void allocatesOnlyWhatTheEngineDoesForAMessageOverTls(String engine, long each) throws Exception {
    assumeTrue(OpenSsl.has("openssl", "version"), "package openssl is not installed");
    TestCertificates certificates = new TestCertificates(folder);
    Path identity = certificates.issue(NAME);
    TlsPeers peers = new TlsPeers(certificates.authority(), identity);
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 ssl crt %s tls-engine %s
              server s1 127.0.0.1:%d
            """
                .formatted(identity, engine, rig.echo().port()));
    Peer client = rig.own(TlsPeers.peer(rig.own(peers.connect(proxy.port(), NAME))));

    assertThat(leastPerRound(proxy, each * MESSAGES, () -> pingPong(client, 100)) / MESSAGES)
        .isLessThanOrEqualTo(each);
  }

  private static void pingPong(Peer client, int size) throws Exception {
    byte[] message = new byte[size];
    ByteBuffer answer = ByteBuffer.allocateDirect(size);
    for (int i = 0; i < MESSAGES; i++) {
      client.send(message);
      answer.clear();
      while (answer.hasRemaining()) {
        client.receive(answer);
      }
    }
  }

  /**
   * The fewest bytes that a round of the work allocated; it ends with the first that is few enough.
   */
  private long leastPerRound(RunningProxy proxy, long enough, Work work) throws Exception {
    long thread = threadOf(proxy.proxy().loops().getFirst());
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MAX_ROUNDS && least > enough; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      work.run();
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }

  private static long threadOf(EventLoop loop) {
    CompletableFuture<Long> id = new CompletableFuture<>();
    loop.execute(() -> id.complete(Thread.currentThread().threadId()));
    return id.join();
  }
}
