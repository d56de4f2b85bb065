package io.turnout.distribution.demo;

import io.turnout.distribution.Conversations;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers HTTP requests with its name and other lines with themselves, so that both {@code curl}
 * and {@code nc} show which server they reached.
 */
public final class DemoServer implements AutoCloseable {
  private static final int MAX_LINE = 8192;

  private final String name;
  private final Conversations conversations;
  private final LongAdder connections = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  private DemoServer(String name, ServerSocket socket) {
    this.name = name;
    this.conversations = Conversations.start("demo-" + name, socket, this::converse);
  }

  /** Starts one on a port of the loopback address, or on a free one if that is taken. */
  public static DemoServer start(String name, int wantedPort) throws IOException {
    return new DemoServer(name, FreePort.bind(wantedPort));
  }

  /** Its name in answers. */
  public String name() {
    return name;
  }

  /** Where it listens. */
  public int port() {
    return conversations.port();
  }

  long connections() {
    return connections.sum();
  }

  long bytesIn() {
    return bytesIn.sum();
  }

  long bytesOut() {
    return bytesOut.sum();
  }

  @Override
  public void close() throws IOException {
    conversations.close();
  }

  private void converse(Socket client) throws IOException {
    connections.increment();
    InputStream in = new BufferedInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    String line = readLine(in);
    if (line.matches("[A-Z]+ \\S+ HTTP/1\\.[01]\\s*")) {
      answerHttp(line, in, out);
    } else {
      echo(line, in, out);
    }
  }

  private void answerHttp(String request, InputStream in, OutputStream out) throws IOException {
    String line = request;
    while (!line.isBlank()) {
      line = readLine(in);
    }
    String body = "Hello from server " + name + ".\n";
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(body.length());
    send(request.startsWith("HEAD ") ? head : head + body, out);
  }

  private void echo(String first, InputStream in, OutputStream out) throws IOException {
    for (String line = first; !line.isEmpty(); line = readLine(in)) {
      send(name + "> " + line, out);
    }
  }

  private void send(String text, OutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.write(bytes);
    bytesOut.add(bytes.length);
  }

  /** With its end; what came before the end of the stream, or as much as a line may have. */
  private String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = 0;
    while (next != '\n' && line.length() < MAX_LINE) {
      next = in.read();
      if (next < 0) {
        break;
      }
      line.append((char) next);
    }
    bytesIn.add(line.length());
    return line.toString();
  }
}
