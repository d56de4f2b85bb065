package io.turnout.proxy.log;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Lines to a syslog server over UDP. The socket is not connected: a server that is away for a while
 * must not turn later lines into errors.
 */
final class UdpSender implements DatagramSender {
  private final InetSocketAddress server;
  private final DatagramChannel channel;

  UdpSender(InetSocketAddress server) throws IOException {
    this.server = server;
    this.channel = DatagramChannel.open();
    channel.configureBlocking(false);
  }

  @Override
  public boolean trySend(ByteBuffer line) {
    try {
      return channel.send(line, server) > 0;
    } catch (IOException unreachable) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      // nothing is left to close, and nobody to tell: this is the log
    }
  }
}
