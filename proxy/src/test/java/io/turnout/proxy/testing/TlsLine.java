package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/** TLS as the JDK's sockets speak it. */
record TlsLine(SSLSocket socket) implements PeerLine {
  private static final int CHUNK = 65536;

  @Override
  public int read(ByteBuffer into) throws IOException {
    byte[] bytes = new byte[Math.min(CHUNK, into.remaining())];
    int got = socket.getInputStream().read(bytes);
    if (got > 0) {
      into.put(bytes, 0, got);
    }
    return got;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    byte[] copied = new byte[Math.min(CHUNK, bytes.remaining())];
    bytes.get(copied);
    socket.getOutputStream().write(copied);
  }

  @Override
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
