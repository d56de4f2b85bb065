package io.turnout.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ConversationsTest {
  @Test
  void talksToSeveralClientsUntilItIsClosed() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    Conversations echo =
        Conversations.start(
            "echo",
            new ServerSocket(0, 10, here),
            client -> client.getInputStream().transferTo(client.getOutputStream()));
    try (Socket one = new Socket(here, echo.port());
        Socket other = new Socket(here, echo.port())) {
      exchange(one);
      exchange(other);
      echo.close();
      exchange(one);
    }
    assertThatThrownBy(() -> new Socket(here, echo.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  private static void exchange(Socket client) throws Exception {
    client.getOutputStream().write('a');
    assertThat(client.getInputStream().read()).isEqualTo('a');
  }
}
