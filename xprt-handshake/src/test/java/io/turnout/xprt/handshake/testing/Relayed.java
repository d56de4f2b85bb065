package io.turnout.xprt.handshake.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.TlsRelayFactory;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.EventLoop;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client and a server with relays between; what a stream does is done by {@link #settle}. */
public final class Relayed {
  private static final int MANY_TURNS = 5000;

  private final Side client;
  private final Side server;

  private Relayed(Side client, Side server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Of these wires.
   *
   * @param toClient null for a client that has TLS from its first byte, or never
   * @param toServer the same of a server
   */
  public static Relayed of(
      Function<Connection, FakeWire> wire,
      @Nullable HandshakeFactory toClient,
      @Nullable HandshakeFactory toServer) {
    return on(Stack.newLoop(), Stack.newLoop(), wire, toClient, toServer);
  }

  /** The same on loops that many such pairs have, one after the other. */
  public static Relayed on(
      EventLoop clients,
      EventLoop servers,
      Function<Connection, FakeWire> wire,
      @Nullable HandshakeFactory toClient,
      @Nullable HandshakeFactory toServer) {
    Relayed made =
        new Relayed(new Side(clients, wire, toClient), new Side(servers, wire, toServer));
    made.settle();
    return made;
  }

  public Side client() {
    return client;
  }

  public Side server() {
    return server;
  }

  /** Moves what can be moved. */
  public Relayed settle() {
    int turns = 0;
    boolean moved = true;
    while (moved) {
      assertThat(++turns).as("turns in which nothing moves").isLessThan(MANY_TURNS);
      client.stack.settle();
      server.stack.settle();
      moved = client.passTo(server) | server.passTo(client);
    }
    return this;
  }

  /** Ends both, and checks that nothing is left. */
  public void close() {
    client.close();
    server.close();
  }

  /** One of the two. */
  public static final class Side {
    public final Stack stack;
    public final @Nullable FakeTls tls;
    private final Buffer held;
    private int piece = Integer.MAX_VALUE;

    private Side(
        EventLoop loop, Function<Connection, FakeWire> wire, @Nullable HandshakeFactory dialogue) {
      stack = Stack.on(loop, wire, dialogue == null ? Scripted.nothing() : dialogue);
      tls = dialogue == null ? null : new FakeTls(stack.connection);
      if (tls != null && dialogue instanceof TlsRelayFactory relaying) {
        stack.connection.installXprt(relaying.relay(FakeTls.factory(tls)));
      }
      held = Objects.requireNonNull(stack.loop.buffers().take());
    }

    public Connection connection() {
      return stack.connection;
    }

    /** What the stream speaks to. */
    public XprtOps top() {
      return Objects.requireNonNull(stack.connection.xprt());
    }

    /** The stream moves so many bytes at a time. */
    public Side inPiecesOf(int bytes) {
      piece = bytes;
      return this;
    }

    /** Attempts move less than they could, by chance. */
    public Side faults(@Nullable Random chance) {
      stack.wire.faults(chance);
      return this;
    }

    /** The peer speaks; to be settled. */
    public void says(String message) {
      stack.wire.arrive(message.getBytes(ISO_8859_1));
    }

    /** What the peer has heard since it was asked last. */
    public String heard() {
      return new String(stack.wire.sent(), ISO_8859_1);
    }

    /** Whether TLS has begun. */
    public boolean turned() {
      FakeTls asked = tls;
      return asked != null && connection().secureXprt() == asked;
    }

    /** The TLS handshake is over. */
    public void agrees() {
      assertThat(turned()).as("TLS has begun").isTrue();
      Objects.requireNonNull(tls).agree();
    }

    private boolean passTo(Side other) {
      int moved = 0;
      if (held.isEmpty() && stack.connection.xprt() != null) {
        moved = top().rcvBuf(held, Math.min(piece, held.room()));
      }
      if (!held.isEmpty() && !other.connection().any(ConnFlags.ERROR)) {
        moved += other.top().sndBuf(held, Math.min(piece, held.length()), 0);
      }
      return moved > 0;
    }

    private void close() {
      held.clear();
      stack.loop.buffers().give(held);
      stack.close();
    }
  }
}
