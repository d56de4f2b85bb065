package io.turnout.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that stay open. Each has had one answer from the origin, so each is proxied. */
public final class IdleClients implements AutoCloseable {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: idle\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int TIMEOUT_MILLIS = 30_000;

  private final List<Socket> sockets = new ArrayList<>();

  public void open(int port, int count) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    byte[] answer = new byte[1024];
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(REQUEST);
      readAnswer(socket.getInputStream(), answer, i);
    }
  }

  private static void readAnswer(InputStream in, byte[] answer, int index) throws IOException {
    int length = 0;
    while (length == 0 || answer[length - 1] != '\n' || !hasBody(answer, length)) {
      int read = in.read(answer, length, answer.length - length);
      if (read <= 0) {
        throw new IOException("connection " + (index + 1) + " was closed before its answer");
      }
      length += read;
    }
  }

  private static boolean hasBody(byte[] answer, int length) {
    String text = new String(answer, 0, length, StandardCharsets.US_ASCII);
    int head = text.indexOf("\r\n\r\n");
    return head >= 0 && text.length() > head + 4;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }
}
