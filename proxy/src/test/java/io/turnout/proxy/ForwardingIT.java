package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.Payload;
import io.turnout.proxy.testing.Payload.Arrived;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes go through as they are, by each poller, with and without splice. */
@ParameterizedClass
@EnumSource
class ForwardingIT {
  enum Way {
    EPOLL("", ""),
    EPOLL_SPLICE_AUTO("", "option splice-auto"),
    EPOLL_SPLICE("", "option splice-request\n  option splice-response"),
    POLL("noepoll", ""),
    POLL_SPLICE_AUTO("noepoll", "option splice-auto"),
    TWO_LOOPS("nbthread 2", "");

    final String global;
    final String lines;

    Way(String global, String lines) {
      this.global = global;
      this.lines = lines;
    }
  }

  private static final int LARGE = Integer.getInteger("turnout.it.bytes", 64 << 20);

  @RegisterExtension final Rig rig = new Rig();
  @Parameter Way way;
  private final long seed = new Random().nextLong();

  private RunningProxy proxyTo(TestServer server) {
    return rig.proxy(way.global, Rig.listen(server, way.lines));
  }

  private Background<Void> send(Payload payload, Peer peer) {
    return rig.background(() -> {
      payload.sendOn(peer);
      peer.halfClose();
      return null;
    });
  }

  @Test
  void carriesBytesOfAnySizeBothWaysAtOnce() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = proxyTo(server);
    Random random = new Random(seed);
    for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, random.nextInt(5_000_000)}) {
      carry(proxy, server, new Payload(seed, size), new Payload(~seed, random.nextInt(5_000_000)));
    }
  }

  @Test
  void carriesLargeTransfersBothWaysAtOnce() throws Exception {
    TestServer server = rig.server();
    carry(proxyTo(server), server, new Payload(seed, LARGE), new Payload(~seed, LARGE));
  }

  private void carry(RunningProxy proxy, TestServer server, Payload up, Payload down)
      throws Exception {
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    send(up, client);
    send(down, taken);
    Background<Arrived> atServer = rig.background(() -> Payload.receiveFrom(taken, seed));
    Arrived atClient = Payload.receiveFrom(client, seed);

    assertThat(atServer.outcome()).as("to the server, seed %d", seed).isEqualTo(up.whole());
    assertThat(atClient).as("to the client, seed %d", seed).isEqualTo(down.whole());
  }

  @Test
  void answersAfterTheClientHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    client.send("question");
    client.halfClose();
    Peer taken = server.accept();
    assertThat(taken.receiveAll()).isEqualTo("question");

    Payload answer = new Payload(seed, 3_000_000);
    send(answer, taken);

    assertThat(Payload.receiveFrom(client, seed)).isEqualTo(answer.whole());
  }

  @Test
  void takesMoreAfterTheServerHasEnded() throws Exception {
    TestServer server = rig.server();
    Peer client = rig.connect(proxyTo(server));
    Peer taken = server.accept();
    taken.send("greeting");
    taken.halfClose();
    assertThat(client.receiveAll()).isEqualTo("greeting");

    Payload upload = new Payload(seed, 3_000_000);
    send(upload, client);

    assertThat(Payload.receiveFrom(taken, seed)).isEqualTo(upload.whole());
  }

  @Test
  void holdsLittleWhileTheClientDoesNotRead() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = proxyTo(server);
    Peer client = rig.connect(proxy);
    holdsLittle(proxy, server.accept(), client);
  }

  @Test
  void holdsLittleWhileTheServerDoesNotRead() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = proxyTo(server);
    Peer client = rig.connect(proxy);
    holdsLittle(proxy, client, server.accept());
  }

  private void holdsLittle(RunningProxy proxy, Peer from, Peer to) throws Exception {
    Payload payload = new Payload(seed, LARGE);
    Background<Void> sending = send(payload, from);
    Await.until("the proxy holds what it cannot send", () -> held(proxy) > 0);

    for (int i = 0; i < 100; i++) {
      assertThat(held(proxy)).isLessThanOrEqualTo(2);
    }
    assertThat(sending.isDone()).isFalse();
    assertThat(Payload.receiveFrom(to, seed)).as("seed %d", seed).isEqualTo(payload.whole());
    sending.outcome();
  }

  private static int held(RunningProxy proxy) {
    return proxy.buffersLent() + proxy.pipesLent();
  }

  @Test
  void holdsNothingForAnIdleConnection() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy = proxyTo(server);
    Peer client = rig.connect(proxy);
    Peer taken = server.accept();
    client.send("hello");
    taken.receive(5);
    taken.send("hello");
    client.receive(5);

    Await.until("the connection holds nothing", () -> held(proxy) == 0);
    assertThat(proxy.proxy().connections()).isEqualTo(1);
  }

  @Test
  void serverClosesWhileTheClientStillSends() throws Exception {
    TestServer server =
        rig.server(peer -> {
          peer.receive(5);
          peer.send("enough");
        });
    Peer client = rig.connect(proxyTo(server));
    Background<Boolean> sending =
        rig.background(() -> {
          try {
            new Payload(seed, LARGE).sendOn(client);
            return true;
          } catch (IOException broken) {
            return false;
          }
        });

    assertThat(sending.outcome()).as("all was taken").isFalse();
  }
}
