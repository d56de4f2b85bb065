package io.turnout.xprt.handshake.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.address.Address;
import io.turnout.core.address.Ip4Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.buffer.BufferPool;
import io.turnout.core.buffer.PipePool;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.ConnStream;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.Session;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.loop.Clock;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.net.AcceptHandler;
import io.turnout.core.net.ConnectOptions;
import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.Listening;
import io.turnout.core.net.Pollers;
import io.turnout.core.net.SystemNetwork;
import io.turnout.core.trace.Traces;
import io.turnout.spi.Plugins;
import io.turnout.xprt.handshake.DialoguesProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The system's sockets with dialogues on them, on a loop that the test turns. */
final class RealLoop implements AcceptHandler, AutoCloseable {
  private static final long LIMIT_NANOS = 30_000_000_000L;
  private static final long TURN_NANOS = 1_000_000;

  private final SystemNetwork network = new SystemNetwork();
  private final EventLoop loop =
      new EventLoop(
          "it",
          0,
          Pollers.open("epoll"),
          Clock.SYSTEM,
          new BufferPool(16384),
          new PipePool(PipeSource.NONE));
  private final XprtFactory raw =
      Plugins.xprts().named("raw").orElseThrow().newFactory(new Traces());
  private final Deque<Connection> connections = new ArrayDeque<>();
  private final HandshakeFactory dialogue;
  private @Nullable Listening listening;

  /** On which each connection speaks this first. */
  RealLoop(HandshakeFactory dialogue) {
    this.dialogue = dialogue;
  }

  /** Accepts; says at which port. */
  int listen() {
    Listening made = network.listen(new Ip4Address(0x7f000001, 0), ListenOptions.DEFAULT);
    listening = made;
    made.acceptOn(loop, this);
    return ((Ip4Address) made.address()).port();
  }

  /** Connects for a client. */
  Connection connect(int port, Connection origin) {
    return opened(port, Connection.outgoing(loop, () -> "server", origin));
  }

  /** Connects for nobody. */
  Connection connect(int port) {
    return opened(port, Connection.outgoing(loop, () -> "server"));
  }

  private Connection opened(int port, Connection made) {
    network.connect(made, new Ip4Address(0x7f000001, port), ConnectOptions.DEFAULT);
    stack(made);
    return made;
  }

  /** A client's connection, of which no more is known than the addresses. */
  Connection client(Address source, Address destination) {
    Connection made = Connection.outgoing(loop, () -> "listener");
    made.speaksFor(source, destination);
    return made;
  }

  /** The next connection that came in and whose dialogue is over. */
  Connection next() {
    until(() -> connections.stream().anyMatch(c -> !c.any(ConnFlags.WAIT_XPRT)));
    return connections.removeFirst();
  }

  /** Receives until what came ends so. */
  String receive(Connection connection, String end) {
    StringBuilder all = new StringBuilder();
    until(() -> {
      Buffer buffer = Objects.requireNonNull(loop.buffers().take());
      Objects.requireNonNull(connection.xprt()).rcvBuf(buffer, buffer.room());
      byte[] bytes = new byte[buffer.length()];
      buffer.copyTo(0, bytes, 0, bytes.length);
      loop.buffers().give(buffer);
      all.append(new String(bytes, ISO_8859_1));
      return all.toString().endsWith(end) || connection.any(ConnFlags.SOCK_RD_SH);
    });
    return all.toString();
  }

  /** Sends, once the dialogue is over. */
  void send(Connection connection, String text) {
    until(() -> !connection.any(ConnFlags.WAIT_XPRT));
    Buffer buffer = Objects.requireNonNull(loop.buffers().take());
    buffer.write(text.getBytes(ISO_8859_1), 0, text.length());
    until(() -> {
      Objects.requireNonNull(connection.xprt()).sndBuf(buffer, buffer.length(), 0);
      return buffer.isEmpty();
    });
    loop.buffers().give(buffer);
  }

  void until(BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new AssertionError("waited in vain");
      }
      loop.turn(TURN_NANOS);
    }
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public Connection newConnection(EventLoop on) {
    return Connection.accepted(on, () -> "listener", new NoStreams());
  }

  @Override
  public void accepted(Connection connection) {
    stack(connection);
    connections.add(connection);
  }

  @Override
  public void starved(String reason) {
    throw new AssertionError(reason);
  }

  @Override
  public void close() {
    if (listening != null) {
      listening.close();
    }
  }

  private void stack(Connection connection) {
    connection.installXprt(raw);
    connection.installXprt(new DialoguesProvider().newFactory(List.of(dialogue), new Traces()));
  }

  private static final class NoStreams implements Session {
    @Override
    public @Nullable ConnStream newStream(Connection connection, @Nullable Buffer input) {
      return null;
    }

    @Override
    public void connectionClosed(Connection connection) {}
  }
}
