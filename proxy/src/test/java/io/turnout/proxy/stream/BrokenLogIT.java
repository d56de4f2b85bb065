package io.turnout.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.net.Pollers;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.backend.Backend;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.proxy.listen.AcceptGate;
import io.turnout.proxy.listen.ClientLayers;
import io.turnout.proxy.listen.Frontend;
import io.turnout.proxy.listen.Layers;
import io.turnout.proxy.listen.Listener;
import io.turnout.proxy.log.AccessLogger;
import io.turnout.proxy.log.DatagramSender;
import io.turnout.proxy.log.LogFormat;
import io.turnout.proxy.log.LogIdentity;
import io.turnout.proxy.log.LogOutput;
import io.turnout.proxy.log.LogTargets;
import io.turnout.spi.Muxes;
import io.turnout.spi.Side;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream whose line cannot be written ends all the same. */
class BrokenLogIT {
  private static final long LIMIT_NANOS = 10_000_000_000L;

  private static final String CONFIGURATION =
      """
      frontend front
        bind 127.0.0.1:1
        log /nowhere local0
        option tcplog
      backend none
      """;

  private final ProxyParts parts = ProxyParts.ofSystem();
  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          Pollers.open("epoll"),
          parts.clock(),
          new BufferPool(16384),
          new PipePool(PipeSource.NONE));
  private final Listening listening =
      parts.network().listen(new Ip4Address(0x7f000001, 0), ListenOptions.DEFAULT);
  private int attempts;

  @AfterEach
  void close() {
    listening.close();
    loop.close();
  }

  @Test
  void streamIsCountedAndReleased() throws Exception {
    ProxyConfig config = config();
    Frontend frontend = frontend(config);
    Muxes muxes = new Muxes(parts.muxes(), parts.traces());
    XprtFactory xprt = parts.xprts().named("raw").orElseThrow().newFactory(parts.traces());
    Streams streams =
        new Streams(
            frontend,
            new Backend(config.backends().getFirst()),
            parts.network(),
            Map.of(),
            new MuxSwaps(muxes),
            List.of(loop),
            new AtomicLong(),
            parts.traces().source("stream", "streams"));
    Listener listener =
        new Listener(
            frontend,
            config.frontends().getFirst().binds().getFirst(),
            listening,
            new AcceptGate(10),
            ClientLayers.always(
                new Layers(List.of(xprt), null, List.of(), muxes, Side.FRONT, null)),
            streams);
    listener.acceptOn(loop);
    int before = loop.scheduler().living();

    int port = ((Ip4Address) listening.address()).port();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      long end = System.nanoTime() + LIMIT_NANOS;
      while (attempts == 0 || frontend.connections().current() > 0) {
        assertThat(System.nanoTime()).as("time to end the session").isLessThan(end);
        loop.turn(1_000_000);
      }
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    while (loop.turn(0) > 0) {}

    assertThat(attempts).isOne();
    assertThat(frontend.connections().total()).isOne();
    assertThat(streams.living(loop)).isEmpty();
    assertThat(loop.scheduler().living()).isEqualTo(before);
    listener.closeOn(loop);
  }

  private static ProxyConfig config() {
    List<ConfigSource> source = List.of(new ConfigSource("test.cfg", CONFIGURATION));
    return Objects.requireNonNull(
        ConfigLoader.parse(source, Map.of(), HostResolver.SYSTEM).config());
  }

  private Frontend frontend(ProxyConfig config) {
    LogIdentity identity = LogIdentity.ofProcess();
    LogOutput output =
        new LogTargets(path -> new BrokenSender())
            .open(config.frontends().getFirst().log().targets(), identity);
    LogFormat format = LogFormat.compile(LogFormat.TCP, identity);
    AccessLogger accessLog = new AccessLogger(format, output, Set.of());
    return new Frontend(config.frontends().getFirst(), accessLog, output, null, 10);
  }

  private final class BrokenSender implements DatagramSender {
    @Override
    public boolean trySend(ByteBuffer line) {
      attempts++;
      throw new IllegalStateException("broken by the test");
    }

    @Override
    public void close() {}
  }
}
