package io.turnout.proxy.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Receives log lines by UDP. */
public final class LogCapture implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;

  private final DatagramSocket socket;

  /** Listens on a free port. */
  public LogCapture() throws IOException {
    socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    socket.setSoTimeout(LIMIT_MILLIS);
  }

  /** The configuration's lines that make a proxy log here, in the tcplog format. */
  public String tcplog() {
    return to() + "\n  option tcplog";
  }

  /** The configuration's line that makes a proxy log here. */
  public String to() {
    return "log 127.0.0.1:" + socket.getLocalPort() + " format raw local0";
  }

  /** Waits for the next line. */
  public String next() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).strip();
  }

  /** Waits for the next line, which must be in the tcplog format. */
  public TcpLogLine nextTcp() throws IOException {
    return TcpLogLine.parse(next());
  }

  /** Stops a proxy once nobody is connected: whether that is the next that it logs. */
  public boolean isQuietUntilStopOf(RunningProxy proxy) throws IOException {
    proxy.awaitNothingLeft();
    proxy.close();
    return next().contains(" stopped (");
  }

  /** Whether no line comes for so long. */
  public boolean quietFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      socket.receive(new DatagramPacket(new byte[1], 1));
      return false;
    } catch (SocketTimeoutException quiet) {
      return true;
    } finally {
      socket.setSoTimeout(LIMIT_MILLIS);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
