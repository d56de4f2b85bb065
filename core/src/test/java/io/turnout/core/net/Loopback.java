package io.turnout.core.net;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.Session;
import io.turnout.core.internal.linux.Kernel;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.loop.Pollable;
import io.turnout.core.trace.Traces;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;

/** A loop that a test turns by hand, sockets of the system, and what came in. */
final class Loopback implements AcceptHandler, AutoCloseable {
  static final Address ANY_PORT = new Ip4Address(0x7f000001, 0);
  private static final long LIMIT_NANOS = 30_000_000_000L;

  final Kernel kernel = new Kernel();
  final Traces traces = new Traces();
  final SystemNetwork network = new SystemNetwork(traces);
  final List<String> starvations = new ArrayList<>();
  final Deque<Connection> accepted = new ArrayDeque<>();
  final Session session = Mockito.mock();
  boolean full;
  @Nullable RuntimeException refusal;
  @Nullable RuntimeException failure;
  long skippedNanos;

  final EventLoop loop =
      new EventLoop(
          "loopback",
          0,
          Pollers.open("epoll"),
          new SkippingClock(),
          new BufferPool(16384),
          new PipePool(new SystemPipes(new AtomicInteger(8), 0)),
          traces);

  private final List<Closeable> toClose = new ArrayList<>();
  private final Buffer buffer = Objects.requireNonNull(loop.buffers().take());

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public Connection newConnection(EventLoop on) {
    RuntimeException thrown = refusal;
    if (thrown != null) {
      throw thrown;
    }
    return Connection.accepted(on, () -> "listener", session);
  }

  @Override
  public void accepted(Connection connection) {
    accepted.add(connection);
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    toClose.add(connection::release);
  }

  @Override
  public void starved(String reason) {
    starvations.add(reason);
  }

  Listening listen(Address address, ListenOptions options) {
    Listening listening = network.listen(address, options);
    toClose.addFirst(listening::close);
    return listening;
  }

  Listening listen() {
    return listen(ANY_PORT, ListenOptions.DEFAULT);
  }

  Acceptor acceptOn(Listening listening) {
    Acceptor acceptor = listening.acceptOn(loop, this);
    toClose.addFirst(acceptor::close);
    return acceptor;
  }

  Connection connect(Address address) {
    Connection connection = Connection.outgoing(loop, () -> "server");
    network.connect(connection, address, ConnectOptions.DEFAULT);
    toClose.add(connection::release);
    return connection;
  }

  Socket peer(Listening listening) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listening));
    toClose.add(socket);
    return socket;
  }

  static int port(Listening listening) {
    return ((Ip4Address) listening.address()).port();
  }

  /** Memory with something to send. */
  long address() {
    return buffer.headAddress();
  }

  /** The next connection that came in. */
  Connection next() {
    until("a connection comes in", () -> !accepted.isEmpty());
    return accepted.remove();
  }

  /** Turns the loop until something is so. */
  void until(String what, BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new AssertionError("waited in vain until " + what);
      }
      loop.turn(1_000_000);
    }
  }

  /** Turns until nothing is reported any more. */
  void settle() {
    while (loop.turn(0) > 0) {}
  }

  /** One attempt to read: what came. */
  String recv(Connection connection) {
    return recv(connection, 4096);
  }

  String recv(Connection connection, int max) {
    buffer.clear();
    buffer.added(connection.ctl().recv(buffer.tailAddress(), max));
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  int send(Connection connection, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    buffer.clear();
    buffer.write(bytes, 0, bytes.length);
    return connection.ctl().send(buffer.headAddress(), bytes.length, 0);
  }

  /** Sends until the socket takes no more; how much it took. */
  int fill(Connection connection) {
    int sent = 0;
    while (connection.ctl().maySend()) {
      sent += connection.ctl().send(buffer.headAddress(), buffer.capacity(), 0);
    }
    return sent;
  }

  int option(Connection connection, int level, int name) {
    return kernel.sockets().getsockopt(descriptor(connection), level, name);
  }

  static int descriptor(Connection connection) {
    return ((Pollable) connection.ctl()).descriptor();
  }

  /** How many sockets this process has; other descriptors come and go with class loading. */
  int openSockets() {
    int sockets = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        sockets += isSocket(descriptor) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sockets;
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException goneMeanwhile) {
      return false;
    }
  }

  int lentBuffers() {
    return loop.buffers().lent() - 1;
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : toClose) {
      each.close();
    }
    loop.close();
  }

  /** The machine's clock, of which a test may skip some. */
  private final class SkippingClock implements Clock {
    @Override
    public long nanoTime() {
      return Clock.SYSTEM.nanoTime() + skippedNanos;
    }

    @Override
    public long epochMillis() {
      return Clock.SYSTEM.epochMillis();
    }
  }
}
