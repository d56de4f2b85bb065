package io.turnout.proxy.testing;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.loop.EventLoop;
import io.turnout.proxy.Proxy;
import io.turnout.proxy.ProxyParts;
import io.turnout.proxy.config.ConfigLoader;
import io.turnout.proxy.config.ConfigSource;
import io.turnout.proxy.config.HostResolver;
import io.turnout.proxy.config.ParseResult;
import io.turnout.proxy.config.ProxyConfig;
import io.turnout.spi.MuxProvider;
import io.turnout.spi.Plugin;
import io.turnout.spi.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** A proxy that was started from a configuration, and a look into its loops. */
public final class RunningProxy implements AutoCloseable {
  private final Proxy proxy;
  private boolean closed;
  private final List<Integer> tasklets = new ArrayList<>();

  private RunningProxy(Proxy proxy) {
    this.proxy = proxy;
    proxy.loops().forEach(loop -> tasklets.add(ask(loop, l -> l.scheduler().living())));
  }

  static RunningProxy start(String configuration, List<MuxProvider> moreMuxes) {
    ProxyParts system = ProxyParts.ofSystem();
    List<Plugin<MuxProvider>> muxes = new ArrayList<>(system.muxes().usable());
    moreMuxes.forEach(mux -> muxes.add(new Plugin<>(mux, "test")));
    ProxyParts parts =
        new ProxyParts(
            new Plugins<>(muxes, List.of()),
            system.xprts(),
            system.handshakes(),
            system.handshakeXprts(),
            system.tls(),
            new FreePorts(system.traces()),
            system.clock(),
            system.pollers(),
            system.traces());
    return new RunningProxy(Proxy.start(parse(configuration), parts));
  }

  /** A configuration that has no problem. */
  public static ProxyConfig parse(String configuration) {
    ParseResult result =
        ConfigLoader.parse(
            List.of(new ConfigSource("test.cfg", configuration)), Map.of(), HostResolver.SYSTEM);
    ProxyConfig config = result.config();
    if (config == null) {
      throw new AssertionError(result.problems() + " in:\n" + configuration);
    }
    return config;
  }

  /** The proxy. */
  public Proxy proxy() {
    return proxy;
  }

  /** The port of the first bind line. */
  public int port() {
    return portOf(proxy.addresses().getFirst());
  }

  /** The port of an address. */
  public static int portOf(Address address) {
    return switch (address) {
      case Ip4Address ip4 -> ip4.port();
      case Ip6Address ip6 -> ip6.port();
      default -> throw new AssertionError(address + " has no port");
    };
  }

  /** Buffers that hold bytes, on all loops. */
  public int buffersLent() {
    return sum(loop -> loop.buffers().lent());
  }

  /** Pipes that hold bytes, on all loops. */
  public int pipesLent() {
    return sum(loop -> loop.pipes().lent());
  }

  /** Waits until its only client's bytes have been received, and these are so many. */
  public void awaitReceived(int bytes) {
    awaitReceivedFrom("sock-1", bytes);
  }

  /** Waits until the bytes of its only connection of this target are received: so many. */
  public void awaitReceivedFrom(String target, int bytes) {
    Await.until(
        () -> bytes + " bytes are received: " + connectionsOf(target),
        () ->
            connectionsOf(target).stream()
                .anyMatch(connection -> (connection + " ").contains(" in=" + bytes + " ")));
  }

  private List<String> connectionsOf(String target) {
    return proxy.dump().stream().filter(line -> line.contains("conn " + target + " ")).toList();
  }

  /** Does something of which its first loop sees nothing before all is done. */
  public void whileAsleep(ThrowingAction action) throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    proxy
        .loops()
        .getFirst()
        .execute(() -> {
          asleep.countDown();
          try {
            done.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    asleep.await();
    try {
      action.run();
    } finally {
      done.countDown();
    }
  }

  /** What a peer does. */
  @FunctionalInterface
  public interface ThrowingAction {
    /** Does it. */
    void run() throws Exception;
  }

  /** Asks every loop, on its thread. */
  public int sum(ToIntFunction<EventLoop> question) {
    return proxy.loops().stream().mapToInt(loop -> ask(loop, question)).sum();
  }

  /** Asks a loop, on its thread. */
  public static int ask(EventLoop loop, ToIntFunction<EventLoop> question) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.applyAsInt(loop)));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Waits until nobody is connected, and complains of what the connections left behind. */
  void awaitNothingLeft() {
    if (closed) {
      return;
    }
    Await.until(() -> proxy.connections() + " connections left", () -> proxy.connections() == 0);
    for (int i = 0; i < tasklets.size(); i++) {
      EventLoop loop = proxy.loops().get(i);
      awaitNone("buffers lent", loop, l -> l.buffers().lent());
      awaitNone("pipes lent", loop, l -> l.pipes().lent());
      int before = tasklets.get(i);
      awaitNone("tasklets living", loop, l -> l.scheduler().living() - before);
    }
  }

  private static void awaitNone(String what, EventLoop loop, ToIntFunction<EventLoop> left) {
    Await.until(
        () -> loop.name() + " has " + what + ": " + ask(loop, left), () -> ask(loop, left) <= 0);
  }

  @Override
  public void close() {
    closed = true;
    proxy.close();
  }
}
