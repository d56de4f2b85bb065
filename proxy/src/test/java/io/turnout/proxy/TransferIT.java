package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.Payload;
import io.turnout.proxy.testing.Payload.Arrived;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProxyProcess;
import io.turnout.proxy.testing.ProxyProcess.Holdings;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.TestServer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gigabyte through a proxy in a process of its own, whose memory stays as it was. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TransferIT {
  enum Way {
    EPOLL("", ""),
    EPOLL_SPLICE("", "option splice-request\n  option splice-response"),
    EPOLL_SPLICE_AUTO("", "option splice-auto"),
    POLL_SPLICE_AUTO("noepoll", "option splice-auto");

    final String global;
    final String lines;

    Way(String global, String lines) {
      this.global = global;
      this.lines = lines;
    }
  }

  private static final long GIGABYTE = 1L << 30;
  private static final long WARM_UP = 64L << 20;
  private static final int STOPS = 3;
  private static final int STOP_MILLIS = 5_000;

  /** What compiled code, the collector and the allocator may add: far below what is transferred. */
  private static final long GROWTH_KIB = 32 << 10;

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private LogCapture log;
  private TestServer server;

  @BeforeEach
  void begin() throws Exception {
    log = rig.own(new LogCapture());
    server = rig.server();
  }

  private ProxyProcess proxy(Way way) throws Exception {
    ProxyProcess proxy =
        new ProxyProcess(
            ProxyProcess.configuration(
                folder,
                Rig.configuration(
                    way.global,
                    Rig.listen(
                        server,
                        log.tcplog(),
                        way.lines,
                        "timeout client 1h",
                        "timeout server 1h"))));
    return rig.own(proxy);
  }

  private Background<Void> send(Payload payload, Peer peer) {
    return rig.background(() -> {
      payload.sendOn(peer);
      peer.halfClose();
      return null;
    });
  }

  @ParameterizedTest
  @EnumSource
  void bothWaysAtOnce(Way way) throws Exception {
    ProxyProcess proxy = proxy(way);
    carry(proxy, WARM_UP);
    long before = proxy.residentKib();

    carry(proxy, GIGABYTE);

    assertHeldNothing(proxy, before);
  }

  private void carry(ProxyProcess proxy, long size) throws Exception {
    Payload up = new Payload(seed, size);
    Payload down = new Payload(~seed, size);
    try (Peer client = rig.connect(proxy.port());
        Peer taken = server.accept()) {
      send(up, client);
      send(down, taken);
      Background<Arrived> atServer = rig.background(() -> Payload.receiveFrom(taken, seed));
      Arrived atClient = Payload.receiveFrom(client, seed);

      assertThat(atServer.outcome()).as("to the server, seed %d", seed).isEqualTo(up.whole());
      assertThat(atClient).as("to the client, seed %d", seed).isEqualTo(down.whole());
    }
    assertThat(log.nextTcp().termination()).isEqualTo("--");
  }

  @ParameterizedTest
  @EnumSource
  void clientStopsReadingForALongTime(Way way) throws Exception {
    ProxyProcess proxy = proxy(way);
    carry(proxy, WARM_UP);
    Peer client = rig.connect(proxy.port());
    readWithStops(proxy, server.accept(), client);
  }

  @ParameterizedTest
  @EnumSource
  void serverStopsReadingForALongTime(Way way) throws Exception {
    ProxyProcess proxy = proxy(way);
    carry(proxy, WARM_UP);
    Peer client = rig.connect(proxy.port());
    readWithStops(proxy, client, server.accept());
  }

  private void readWithStops(ProxyProcess proxy, Peer from, Peer to) throws Exception {
    long before = proxy.residentKib();
    Payload payload = new Payload(seed, GIGABYTE);
    Background<Void> sending = send(payload, from);
    Payload.Receiver receiver = new Payload.Receiver(to, seed);
    for (int stop = 0; stop < STOPS; stop++) {
      receiver.receive(GIGABYTE / STOPS * stop);
      assertThat(log.quietFor(STOP_MILLIS)).as("nobody was sent away").isTrue();
      assertThat(sending.isDone()).as("all was taken from the sender").isFalse();
      Holdings held = proxy.holdings();
      assertThat(held.buffers() + held.pipes()).as("%s", held).isBetween(1, 2);
      assertThat(proxy.residentKib() - before).as("KiB more").isLessThan(GROWTH_KIB);
    }
    assertThat(receiver.receiveAll()).as("seed %d", seed).isEqualTo(payload.whole());
    sending.outcome();
    from.close();
    to.close();
    assertThat(log.nextTcp().termination()).isEqualTo("--");
    assertHeldNothing(proxy, before);
  }

  private static void assertHeldNothing(ProxyProcess proxy, long before) throws Exception {
    assertThat(proxy.holdings()).isEqualTo(new Holdings(0, 0, 0));
    assertThat(proxy.residentKib() - before).as("KiB more").isLessThan(GROWTH_KIB);
  }
}
