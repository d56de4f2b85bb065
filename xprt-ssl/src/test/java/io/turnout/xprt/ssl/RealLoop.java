package io.turnout.xprt.ssl;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.net.Pollers;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.net.SystemPipes;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Plugins;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A loop on real sockets, in a thread of its own, that serves and asks with TLS. */
final class RealLoop {
  private static final int LOOPBACK = 0x7f000001;

  private final SystemNetwork network = new SystemNetwork();
  private final EventLoop loop =
      new EventLoop(
          "test",
          0,
          Pollers.open("epoll"),
          Clock.SYSTEM,
          new BufferPool(16384),
          new PipePool(new SystemPipes(new AtomicInteger(0), 65536)));
  private final XprtFactory raw =
      Plugins.xprts().named("raw").orElseThrow().newFactory(new Traces());
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(loop::run, "test-loop");

  RealLoop() {
    thread.start();
  }

  /** What was told next. */
  String told() throws InterruptedException {
    String next = told.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told");
    }
    return next;
  }

  /** Echoes at a free port from now on; which one it is. */
  int serve(XprtFactory... layers) {
    Listening listening = network.listen(new Ip4Address(LOOPBACK, 0), ListenOptions.DEFAULT);
    loop.execute(() -> listening.acceptOn(loop, new Accepting(List.of(layers))));
    return ((Ip4Address) listening.address()).port();
  }

  /** Connects to a port, and talks. */
  void ask(XprtFactory tls, int port, Consumer<Talker> then) {
    Address nobody = new Ip4Address(LOOPBACK, 0);
    askFor(nobody, nobody, List.of(tls), port, then);
  }

  /** As {@link #ask}, for a connection between others, through layers from the socket up. */
  void askFor(
      Address source,
      Address destination,
      List<XprtFactory> layers,
      int port,
      Consumer<Talker> then) {
    loop.execute(() -> {
      Connection origin = Connection.accepted(loop, () -> "client", new NoSession());
      origin.speaksFor(source, destination);
      Connection connection = Connection.outgoing(loop, () -> "server", origin);
      Address address = new Ip4Address(LOOPBACK, port);
      network.connect(connection, address, ConnectOptions.DEFAULT);
      connection.installXprt(raw);
      layers.forEach(connection::installXprt);
      then.accept(new Talker(connection, 16384));
    });
  }

  void close() throws InterruptedException {
    loop.stop();
    thread.join();
  }

  private final class Accepting implements AcceptHandler {
    private final List<XprtFactory> layers;

    Accepting(List<XprtFactory> layers) {
      this.layers = layers;
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public Connection newConnection(EventLoop on) {
      return Connection.accepted(on, () -> "client", new NoSession());
    }

    @Override
    public void accepted(Connection connection) {
      connection.installXprt(raw);
      layers.forEach(connection::installXprt);
      new Echo(connection, told::add);
    }

    @Override
    public void starved(String reason) {
      told.add(reason);
    }
  }
}
