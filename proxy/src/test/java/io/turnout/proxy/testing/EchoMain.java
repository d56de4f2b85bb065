package io.turnout.proxy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A server for thousands, in a process of its own: sends back what comes, closes who has ended,
 * prints its port when it listens, and ends when its standard input does.
 */
final class EchoMain {
  private static final int BACKLOG = 4096;

  private final Selector selector;
  private final ServerSocketChannel listening;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(4096);

  private EchoMain() throws IOException {
    selector = Selector.open();
    listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), BACKLOG);
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
  }

  public static void main(String[] arguments) throws Exception {
    EchoMain server = new EchoMain();
    Thread serving = new Thread(server::serve, "echo");
    serving.setDaemon(true);
    serving.start();
    System.out.println(server.listening.socket().getLocalPort());
    while (System.in.read() >= 0) {
      // Nothing is asked for: only the end matters.
    }
  }

  private void serve() {
    try {
      while (true) {
        selector.select(this::serve);
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        echo((SocketChannel) key.channel());
      }
    } catch (IOException e) {
      e.printStackTrace();
      key.cancel();
    }
  }

  private void accept() throws IOException {
    for (SocketChannel taken = listening.accept(); taken != null; taken = listening.accept()) {
      taken.configureBlocking(false);
      taken.register(selector, SelectionKey.OP_READ);
    }
  }

  private void echo(SocketChannel channel) throws IOException {
    bytes.clear();
    if (channel.read(bytes) < 0) {
      channel.close();
      return;
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
