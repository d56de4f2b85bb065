package io.turnout.benchmarks.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * One plain connection through a proxy, kept open, by a process that is both of its ends: {@code
 * PROXY_PORT SERVER_PORT}. It says {@code ready}; for each line of input, a number of seconds, it
 * makes a request each millisecond at most and answers it itself, and says {@code COUNT P50 P99
 * MAX}, the times in microseconds from the request to the answer.
 *
 * <p>One thread does it all and allocates nothing, so that what is seen is the proxy.
 */
final class PlainProbe {
  private static final int BYTES = 100;
  private static final int WARM_UP = 3000;
  private static final int PER_SECOND = 1000;
  private static final long PERIOD_NANOS = 1_000_000_000 / PER_SECOND;

  private final SocketChannel client;
  private final SocketChannel server;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);

  private PlainProbe(SocketChannel client, SocketChannel server) {
    this.client = client;
    this.server = server;
  }

  public static void main(String[] words) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocketChannel listening = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      listening.bind(new InetSocketAddress(loopback, Integer.parseInt(words[1])));
      client.connect(new InetSocketAddress(loopback, Integer.parseInt(words[0])));
      try (SocketChannel server = listening.accept()) {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        PlainProbe probe = new PlainProbe(client, server);
        for (int i = 0; i < WARM_UP; i++) {
          probe.exchange();
        }
        System.out.println("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
          System.out.println(probe.measure(Integer.parseInt(line)));
        }
      }
    }
  }

  private String measure(int seconds) throws IOException {
    long[] nanos = new long[seconds * PER_SECOND];
    int count = 0;
    long now = System.nanoTime();
    long end = now + seconds * 1_000_000_000L;
    for (long due = now; count < nanos.length && now < end; due = Math.max(now, due)) {
      if (now < due) {
        LockSupport.parkNanos(due - now);
      }
      long sent = System.nanoTime();
      exchange();
      now = System.nanoTime();
      nanos[count++] = now - sent;
      due += PERIOD_NANOS;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%d %.1f %.1f %.1f",
        count,
        sorted[count / 2] / 1e3,
        sorted[count - 1 - count / 100] / 1e3,
        sorted[count - 1] / 1e3);
  }

  /** A request to the server, and its answer. */
  private void exchange() throws IOException {
    pass(client, server);
    pass(server, client);
  }

  private void pass(SocketChannel from, SocketChannel to) throws IOException {
    bytes.clear();
    while (bytes.hasRemaining()) {
      from.write(bytes);
    }
    bytes.clear();
    while (bytes.hasRemaining()) {
      if (to.read(bytes) < 0) {
        throw new IOException("the proxy has ended the plain connection");
      }
    }
  }
}
