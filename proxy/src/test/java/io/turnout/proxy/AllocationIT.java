package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.loop.EventLoop;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TlsPeers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a loop's thread allocates once the compiler has done its work. */
@Tag("allocation")
class AllocationIT {
  /** Until then the compiler must be through. */
  private static final int MAX_ROUNDS = 150;

  private static final int MESSAGES = 1000;
  private static final int CONNECTIONS = 300;

  /** Two connections, a stream and its parts, sides, channels, tasklets and waits. */
  private static final long BYTES_PER_CONNECTION = 1256;

  /**
   * The JDK's slice of the place for errno, one for each call into the kernel. The compiler sees
   * through it, mostly: one run leaves none, another that of one call or two.
   */
  private static final String CAPTURE = "jdk/internal/foreign/NativeMemorySegmentImpl";

  /** What an engine's calls return. */
  private static final String RESULT = "javax/net/ssl/SSLEngineResult";

  private static final String NAME = "www.example.com";

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  @Test
  void allocatesNothingForAMessage() throws Throwable {
    RunningProxy proxy = rig.proxyTo(rig.echo());
    Peer client = rig.connect(proxy);

    ObjectLedger least = leastWithout(proxy, 0, () -> pingPong(client, 100), CAPTURE);
    assertThat(least.bytesWithout(CAPTURE))
        .as("%d messages made %s", MESSAGES, least)
        .isNotPositive();
  }

  @Test
  void allocatesNothingForALargeMessageThroughAPipe() throws Throwable {
    RunningProxy proxy = rig.proxyTo(rig.echo(), "option splice-request", "option splice-response");
    Peer client = rig.connect(proxy);

    ObjectLedger least = leastWithout(proxy, 0, () -> pingPong(client, 20_000), CAPTURE);
    assertThat(least.bytesWithout(CAPTURE))
        .as("%d messages made %s", MESSAGES, least)
        .isNotPositive();
  }

  @Test
  void allocatesItsFewObjectsForAConnection() throws Throwable {
    RunningProxy proxy = rig.proxyTo(rig.server(peer -> peer.drain()));
    ThrowingCallable connections =
        () -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            try (Peer client = rig.connectForNow(proxy)) {
              client.halfClose();
              client.receiveAll();
            }
          }
        };

    ObjectLedger least =
        leastWithout(proxy, BYTES_PER_CONNECTION * CONNECTIONS, connections, CAPTURE);
    assertThat(least.bytesWithout(CAPTURE) / CONNECTIONS)
        .as("%d connections made %s", CONNECTIONS, least)
        .isLessThanOrEqualTo(BYTES_PER_CONNECTION);
  }

  /** Beside results of its calls: Conscrypt none, the JDK's engine what its ciphers make. */
  @ParameterizedTest
  @CsvSource({"conscrypt, 0", "jdk, 3072"})
  void allocatesOnlyWhatTheEngineDoesForAMessageOverTls(String engine, long each) throws Throwable {
    TestCertificates certificates = new TestCertificates(folder);
    Path identity = certificates.issue(NAME);
    TlsPeers peers = certificates.peers(identity);
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 ssl crt %s tls-engine %s
              server s1 127.0.0.1:%d
            """
                .formatted(identity, engine, rig.echo().port()));
    Peer client = rig.own(TlsPeers.peer(rig.own(peers.connect(proxy.port(), NAME))));

    ObjectLedger least =
        leastWithout(proxy, each * MESSAGES, () -> pingPong(client, 100), CAPTURE, RESULT);
    assertThat(least.bytesWithout(CAPTURE, RESULT) / MESSAGES)
        .as("%d messages made %s", MESSAGES, least)
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
   * What a round of the work made that allocated the fewest bytes, objects of some types left out;
   * the last round is the first that makes few enough.
   */
  private ObjectLedger leastWithout(
      RunningProxy proxy, long enough, ThrowingCallable work, String... types) throws Throwable {
    long thread = threadOf(proxy.proxy().loops().getFirst());
    ObjectLedger least = ObjectLedger.of(thread, work);
    for (int round = 1; round < MAX_ROUNDS && least.bytesWithout(types) > enough; round++) {
      ObjectLedger ledger = ObjectLedger.of(thread, work);
      if (ledger.bytesWithout(types) < least.bytesWithout(types)) {
        least = ledger;
      }
    }
    return least;
  }

  private static long threadOf(EventLoop loop) {
    CompletableFuture<Long> id = new CompletableFuture<>();
    loop.execute(() -> id.complete(Thread.currentThread().threadId()));
    return id.join();
  }
}
