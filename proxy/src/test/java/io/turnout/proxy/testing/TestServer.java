package io.turnout.proxy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening socket: the test accepts by itself, or lets a script serve each connection. */
public final class TestServer implements AutoCloseable {
  /** What is done with one connection, on a thread of its own. It is closed afterwards. */
  @FunctionalInterface
  public interface Script {
    void serve(Peer peer) throws IOException;
  }

  private final ServerSocketChannel channel;
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Peer> peers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private TestServer(ServerSocketChannel channel) {
    this.channel = channel;
  }

  static TestServer listen(SocketAddress address, int backlog) throws IOException {
    ServerSocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    channel.bind(address, backlog);
    return new TestServer(channel);
  }

  static SocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  /** Sends back what comes, and the end of stream after it. */
  public static void echo(Peer peer) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(65536);
    while (peer.receive(bytes) >= 0) {
      peer.send(bytes.flip());
      bytes.clear();
    }
  }

  /** Where it listens. */
  public SocketAddress address() {
    try {
      return channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its port. */
  public int port() {
    return ((InetSocketAddress) address()).getPort();
  }

  /** How many connections it has taken. */
  public int accepted() {
    return accepted.get();
  }

  /** Waits for the next connection. */
  public Peer accept() throws IOException {
    SocketChannel taken = channel.accept();
    accepted.incrementAndGet();
    Peer peer = new Peer(taken);
    synchronized (peers) {
      peers.add(peer);
    }
    return peer;
  }

  /** Serves every connection by the script from now on. */
  TestServer serve(Script script) {
    start(() -> {
      while (true) {
        Peer peer = accept();
        start(() -> {
          try (peer) {
            script.serve(peer);
          }
        });
      }
    });
    return this;
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // The test has closed it, or its peer has: what that means is the test's to judge.
              }
            },
            "test-server");
    thread.setDaemon(true);
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }

  /** Listens no more; what is connected stays. */
  public void stopListening() throws IOException {
    channel.close();
  }

  /** Ends every connection by a reset, and listens no more: it dies. */
  public void die() throws IOException {
    channel.close();
    synchronized (peers) {
      for (Peer peer : peers) {
        try {
          peer.reset();
        } catch (IOException closed) {
          // It had ended before.
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    synchronized (peers) {
      for (Peer peer : peers) {
        peer.close();
      }
    }
    List<Thread> all;
    synchronized (threads) {
      all = List.copyOf(threads);
    }
    for (Thread thread : all) {
      Await.until("a server's thread ends", () -> !thread.isAlive());
    }
  }
}
