package io.turnout.proxy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Thousands of clients on the test's thread, of which each sends what no other sends. */
public final class Crowd implements AutoCloseable {
  /** Without any news for so long they are stuck, and not slow. */
  private static final int QUIET_MILLIS = 90_000;

  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private int waiting;

  private static final class Client {
    final SocketChannel channel;
    final ByteBuffer received = ByteBuffer.allocate(Long.BYTES);

    Client(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private interface Step {
    /** Whether this client has done its part now. */
    boolean isDone(SelectionKey key, Client client) throws IOException;
  }

  /** All of them begin to connect at once; waits until all have. */
  public Crowd(int port, int count) throws IOException {
    SocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    selector = Selector.open();
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      Client client = new Client(channel);
      clients.add(client);
      channel.register(selector, SelectionKey.OP_CONNECT, client);
      channel.connect(address);
    }
    await("connect", SelectionKey.OP_CONNECT, (key, client) -> client.channel.finishConnect());
  }

  /** Each sends its number in this round, and waits for it to come back. */
  public void exchange(int round) throws IOException {
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      client.received.clear();
      ByteBuffer message = ByteBuffer.allocate(Long.BYTES).putLong(0, number(round, i));
      if (client.channel.write(message) != Long.BYTES) {
        throw new AssertionError("client " + i + " could not send");
      }
    }
    await("answers of round " + round, SelectionKey.OP_READ, Crowd::receive);
    for (int i = 0; i < clients.size(); i++) {
      if (clients.get(i).received.getLong(0) != number(round, i)) {
        throw new AssertionError("client " + i + " got the bytes of another");
      }
    }
  }

  private static long number(int round, int client) {
    return (long) round << Integer.SIZE | client;
  }

  private static boolean receive(SelectionKey key, Client client) throws IOException {
    if (client.channel.read(client.received) < 0) {
      throw new AssertionError("a client was sent away");
    }
    return !client.received.hasRemaining();
  }

  /** Each sends the end of stream, and waits for the proxy's. */
  public void leave() throws IOException {
    for (Client client : clients) {
      client.channel.shutdownOutput();
    }
    ByteBuffer nothing = ByteBuffer.allocate(1);
    await("the end", SelectionKey.OP_READ, (key, client) -> client.channel.read(nothing) < 0);
  }

  private void await(String what, int events, Step step) throws IOException {
    selector.keys().forEach(key -> key.interestOps(events));
    waiting = clients.size();
    while (waiting > 0) {
      List<IOException> failures = new ArrayList<>();
      int ready = selector.select(key -> take(key, step, failures), QUIET_MILLIS);
      if (!failures.isEmpty()) {
        throw failures.getFirst();
      }
      if (ready == 0) {
        throw new AssertionError(
            "no news for %d ms: %d of %d clients wait for: %s"
                .formatted(QUIET_MILLIS, waiting, clients.size(), what));
      }
    }
  }

  private void take(SelectionKey key, Step step, List<IOException> failures) {
    try {
      if (step.isDone(key, (Client) key.attachment())) {
        key.interestOps(0);
        waiting--;
      }
    } catch (IOException e) {
      failures.add(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
    selector.close();
  }
}
