package io.turnout.proxy.testing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A connection whose bytes come damaged from some moment on. */
public final class DamagedSocket extends Socket {
  private volatile boolean damages;

  /** Connects to a port of this machine. */
  public DamagedSocket(int port) throws IOException {
    super(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  /** From now on. */
  public void damage() {
    damages = true;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        // Headers stay: they are asked for alone.
        if (damages && count > 5) {
          into[offset + count - 1] ^= 1;
        }
        return count;
      }
    };
  }
}
