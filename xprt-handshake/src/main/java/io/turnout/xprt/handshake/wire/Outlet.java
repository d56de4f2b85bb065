package io.turnout.xprt.handshake.wire;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.XprtOps;

/** What is to be said, until all of it is in the transport's hands. */
public final class Outlet {
  private static final byte[] NOTHING = {};
  private static final int FEW_BYTES = 512;

  private final Connection connection;
  private byte[] bytes = NOTHING;
  private int sent;

  /** For one connection; nothing is to be said yet. */
  public Outlet(Connection connection) {
    this.connection = connection;
  }

  /** Something is to be said; what was said before has gone. */
  public void put(byte[] saying) {
    bytes = saying;
    sent = 0;
  }

  /** Sends as much as goes; whether that is all. */
  public boolean flush(XprtOps below) {
    if (sent == bytes.length) {
      return true;
    }
    Buffer buffer = connection.loop().buffers().takeAtLeast(FEW_BYTES);
    int count;
    do {
      buffer.clear();
      int offered = buffer.write(bytes, sent, bytes.length - sent);
      count = below.sndBuf(buffer, offered, sent + offered < bytes.length ? XprtOps.MORE : 0);
      sent += count;
    } while (count > 0 && sent < bytes.length);
    connection.loop().buffers().give(buffer);
    return sent == bytes.length;
  }
}
