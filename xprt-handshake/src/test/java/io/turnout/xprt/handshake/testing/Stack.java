package io.turnout.xprt.handshake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.XprtFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.EventLoop;
import io.turnout.core.trace.Traces;
import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimNetwork;
import io.turnout.tck.sim.Simulation;
import io.turnout.xprt.handshake.DialoguesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A connection whose dialogues stand on a {@link FakeWire}. */
public final class Stack {
  private static final int MANY_TURNS = 200;

  public final EventLoop loop;
  public final Connection connection;
  public final FakeWire wire;
  private int readyCalls;

  private Stack(EventLoop loop, Connection connection, FakeWire wire) {
    this.loop = loop;
    this.connection = connection;
    this.wire = wire;
  }

  /** Of an outgoing connection for a client's one, with bytes that can be looked at. */
  public static Stack outgoing(EventLoop loop, Connection origin, HandshakeFactory... dialogues) {
    Connection made = Connection.outgoing(loop, () -> "server", origin);
    return of(loop, made, FakeWire::peekable, dialogues);
  }

  /** Of a connection for nobody. */
  public static Stack of(Function<Connection, FakeWire> wire, HandshakeFactory... dialogues) {
    return on(newLoop(), wire, dialogues);
  }

  /** Of one of the connections of a loop. */
  public static Stack on(EventLoop loop, HandshakeFactory... dialogues) {
    return on(loop, FakeWire::peekable, dialogues);
  }

  /** The same on this wire. */
  public static Stack on(
      EventLoop loop, Function<Connection, FakeWire> wire, HandshakeFactory... dialogues) {
    return of(loop, Connection.outgoing(loop, () -> "peer"), wire, dialogues);
  }

  /** The same, with bytes that can be looked at. */
  public static Stack of(HandshakeFactory... dialogues) {
    return of(FakeWire::peekable, dialogues);
  }

  private static Stack of(
      EventLoop loop,
      Connection connection,
      Function<Connection, FakeWire> wire,
      HandshakeFactory... dialogues) {
    FakeWire made = wire.apply(connection);
    Stack stack = new Stack(loop, connection, made);
    stack.install("wire", ignored -> made);
    connection.whenReady(ready -> {
      stack.readyCalls++;
      return true;
    });
    connection.installXprt(new DialoguesProvider().newFactory(List.of(dialogues), new Traces()));
    return stack;
  }

  public static EventLoop newLoop() {
    return new SimNetwork(new Simulation(1), SimFaults.NONE).newLoop(0, 16384, 100, true);
  }

  /** Puts another transport on top. */
  public void install(String name, Function<Connection, XprtOps> made) {
    connection.installXprt(
        new XprtFactory() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public XprtOps create(Connection over) {
            return made.apply(over);
          }
        });
  }

  /** Lets everything happen that can; nothing goes on for ever. */
  public Stack settle() {
    int turns = 0;
    while (loop.turn(0) > 0) {
      assertThat(++turns).as("turns in which nothing moves").isLessThan(MANY_TURNS);
    }
    return this;
  }

  /** The peer sends, and what follows from it happens. */
  public Stack arrive(byte[] bytes) {
    wire.arrive(bytes);
    return settle();
  }

  /** How often the connection was said to be ready, or to have failed. */
  public int readyCalls() {
    return readyCalls;
  }

  /** Whether the dialogues are over, and went well. */
  public boolean isReady() {
    return !connection.any(ConnFlags.WAIT_XPRT | ConnFlags.ERROR) && readyCalls == 1;
  }

  /** What the owner of the connection receives now. */
  public byte[] received() {
    Buffer buffer = Objects.requireNonNull(loop.buffers().take());
    Objects.requireNonNull(connection.xprt()).rcvBuf(buffer, buffer.room());
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    loop.buffers().give(buffer);
    return bytes;
  }

  /** Leaves the loop without buffers; the test gives them back. */
  public List<Buffer> takeAllBuffers() {
    List<Buffer> lent = new ArrayList<>();
    Buffer buffer = loop.buffers().take();
    while (buffer != null) {
      lent.add(buffer);
      buffer = loop.buffers().take();
    }
    return lent;
  }

  /** Everything that was lent is back, but for what the connection itself holds. */
  public void checkNothingHeld() {
    assertThat(loop.buffers().lent()).as("buffers").isZero();
  }

  /** Ends the connection, and checks that nothing is left. */
  public void close() {
    connection.release();
    settle();
    checkNothingHeld();
  }
}
