package io.turnout.distribution.training;

import io.turnout.distribution.Conversations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Sends back what it gets. */
final class EchoServer implements AutoCloseable {
  private final Conversations conversations;

  EchoServer() throws IOException {
    conversations =
        Conversations.start(
            "echo",
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            client -> client.getInputStream().transferTo(client.getOutputStream()));
  }

  int port() {
    return conversations.port();
  }

  @Override
  public void close() throws IOException {
    conversations.close();
  }
}
