package io.turnout.proxy.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One end of a connection, client or server, that does as the test says. */
public final class Peer implements AutoCloseable {
  private final PeerLine line;

  Peer(SocketChannel channel) {
    this(new PeerLine.Clear(channel));
  }

  Peer(PeerLine line) {
    this.line = line;
  }

  /** Connects, and waits for it. */
  static Peer connect(SocketAddress address) {
    try {
      return new Peer(SocketChannel.open(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends all of it. */
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends all of it. */
  public void send(byte[] bytes) throws IOException {
    send(ByteBuffer.wrap(bytes));
  }

  /** Sends all of it. */
  public void send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      line.write(bytes);
    }
  }

  /** Receives exactly so many bytes. */
  public String receive(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (line.read(bytes) < 0) {
        throw new EOFException("end of stream after " + bytes.position() + " of " + count);
      }
    }
    return new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }

  /** Receives some bytes; -1 is the end of stream. */
  public int receive(ByteBuffer into) throws IOException {
    return line.read(into);
  }

  /** Receives all until the end of stream. */
  public String receiveAll() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (line.read(bytes) >= 0) {
      if (!bytes.hasRemaining()) {
        bytes =
            ByteBuffer.wrap(
                Arrays.copyOf(bytes.array(), bytes.capacity() * 2),
                bytes.position(),
                bytes.capacity());
      }
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /** Reads and drops until the connection ends, and says how many bytes and whether by a reset. */
  public Ending drain() {
    ByteBuffer trash = ByteBuffer.allocateDirect(65536);
    long total = 0;
    try {
      int got = line.read(trash);
      while (got >= 0) {
        total += got;
        trash.clear();
        got = line.read(trash);
      }
      return new Ending(total, false);
    } catch (IOException e) {
      return new Ending(total, true);
    }
  }

  /** How a connection ended. */
  public record Ending(long bytes, boolean reset) {}

  /** The port of its end, which speaks in clear text. */
  public int localPort() {
    if (!(line instanceof PeerLine.Clear(SocketChannel channel))) {
      throw new IllegalStateException("speaks TLS");
    }
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the end of stream, and may go on to receive. */
  public void halfClose() throws IOException {
    line.halfClose();
  }

  /** Closes by a reset. */
  public void reset() throws IOException {
    line.reset();
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
