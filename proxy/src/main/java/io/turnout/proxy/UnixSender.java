package io.turnout.proxy;

import io.turnout.core.net.UnixDatagram;
import io.turnout.proxy.log.DatagramSender;
import java.nio.ByteBuffer;

/** Carries log lines to a local syslog's socket. */
final class UnixSender implements DatagramSender {
  private final UnixDatagram socket;

  UnixSender(String path) {
    socket = new UnixDatagram(path);
  }

  @Override
  public boolean trySend(ByteBuffer line) {
    return socket.send(line.array(), line.arrayOffset() + line.position(), line.remaining());
  }

  @Override
  public void close() {
    socket.close();
  }
}
