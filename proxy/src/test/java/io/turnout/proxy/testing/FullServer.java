package io.turnout.proxy.testing;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A server whose backlog is full: whoever connects waits. */
public final class FullServer implements AutoCloseable {
  private static final int BACKLOG = 1;

  /** More than the kernel lets wait for a backlog of one. */
  private static final int WAITING = 4;

  private final TestServer server = TestServer.listen(TestServer.anyPort(), BACKLOG);
  private final List<SocketChannel> waiting = new ArrayList<>();

  FullServer() throws IOException {
    SocketAddress address = server.address();
    for (int i = 0; i < WAITING; i++) {
      SocketChannel channel = SocketChannel.open();
      waiting.add(channel);
      channel.configureBlocking(false);
      channel.connect(address);
    }
  }

  /** Its port. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : waiting) {
      channel.close();
    }
    server.close();
  }
}
