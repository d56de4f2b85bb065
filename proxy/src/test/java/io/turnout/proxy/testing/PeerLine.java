package io.turnout.proxy.testing;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What a peer speaks through: a socket, or TLS. */
interface PeerLine {
  int read(ByteBuffer into) throws IOException;

  void write(ByteBuffer bytes) throws IOException;

  void halfClose() throws IOException;

  void reset() throws IOException;

  void close() throws IOException;

  /** A socket. */
  record Clear(SocketChannel channel) implements PeerLine {
    @Override
    public int read(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      channel.write(bytes);
    }

    @Override
    public void halfClose() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    public void reset() throws IOException {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
