package io.turnout.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeOps;
import io.turnout.core.conn.PeekXprt;
import io.turnout.core.conn.Tlv;
import io.turnout.core.conn.XprtOps;
import io.turnout.core.loop.WaitEvent;
import io.turnout.core.trace.TraceLevel;
import io.turnout.core.trace.TraceSource;
import java.util.List;
import java.util.Objects;

/**
 * Hears a line {@code "HELLO name\n"}, answers {@code "OK\n"} and tells the name. Made to be
 * broken, one rule at a time.
 */
class ReferenceDialogue implements HandshakeOps {
  static final int TOLD = 0xe0;

  private static final int LOOK = 64;

  final Connection connection;
  final TraceSource trace;
  final boolean secure;
  final StringBuilder line = new StringBuilder();
  private String toSay = "";
  private boolean answered;

  ReferenceDialogue(Connection connection, TraceSource trace, boolean secure) {
    this.connection = connection;
    this.trace = trace;
    this.secure = secure;
  }

  @Override
  public String name() {
    return "tested";
  }

  @Override
  public int advance(Connection same, XprtOps below) {
    if (trace.on()) {
      trace.emit(TraceLevel.PROTO, TraceSource.CONNECTION, "advance", same, null, null, 0);
    }
    Buffer buffer = Objects.requireNonNull(connection.loop().buffers().take());
    int answer = answered ? say(below, buffer) : hear(below, buffer);
    connection.loop().buffers().give(buffer);
    return answer;
  }

  private int hear(XprtOps below, Buffer buffer) {
    while (!isOver()) {
      int length = look(below, buffer);
      String received = length == 0 ? "" : receive(below, buffer, length);
      if (received.isEmpty()) {
        if (hasEnded()) {
          connection.fail(closed());
        }
        return waitsFor();
      }
      line.append(received);
    }
    return heard(below, buffer);
  }

  private int heard(XprtOps below, Buffer buffer) {
    answered = true;
    if (!line.toString().startsWith("HELLO ")) {
      connection.fail(bad());
      return WaitEvent.RETRY_RECV;
    }
    if (secure && isFollowed(below, buffer)) {
      connection.fail(ConnError.INJECTION);
      return WaitEvent.RETRY_RECV;
    }
    tell(line.substring(6).lines().findFirst().orElse(""));
    toSay = "OK\n";
    return say(below, buffer);
  }

  /** Whether the whole line is there. */
  boolean isOver() {
    return line.indexOf("\n") >= 0;
  }

  boolean hasEnded() {
    return connection.any(ConnFlags.SOCK_RD_SH);
  }

  boolean isFollowed(XprtOps below, Buffer buffer) {
    return !peek(below, buffer).isEmpty();
  }

  void tell(String name) {
    connection.tlvs(List.of(new Tlv(TOLD, name.getBytes(ISO_8859_1))));
  }

  /** How much of what is there belongs to the line. */
  int look(XprtOps below, Buffer buffer) {
    String seen = peek(below, buffer);
    int end = seen.indexOf('\n');
    return end < 0 ? seen.length() : end + 1;
  }

  private static String peek(XprtOps below, Buffer buffer) {
    ((PeekXprt) below).peek(buffer, LOOK);
    return taken(buffer);
  }

  private static String receive(XprtOps below, Buffer buffer, int length) {
    below.rcvBuf(buffer, length);
    return taken(buffer);
  }

  private static String taken(Buffer buffer) {
    byte[] bytes = new byte[buffer.length()];
    buffer.copyTo(0, bytes, 0, bytes.length);
    buffer.clear();
    return new String(bytes, ISO_8859_1);
  }

  private int say(XprtOps below, Buffer buffer) {
    byte[] bytes = toSay.getBytes(ISO_8859_1);
    buffer.write(bytes, 0, bytes.length);
    toSay = toSay.substring(below.sndBuf(buffer, bytes.length, 0));
    buffer.clear();
    return toSay.isEmpty() ? DONE : WaitEvent.RETRY_SEND;
  }

  int waitsFor() {
    return WaitEvent.RETRY_RECV;
  }

  ConnError closed() {
    return ConnError.STARTTLS_ABORT;
  }

  ConnError bad() {
    return ConnError.STARTTLS_BAD;
  }

  @Override
  public ConnError timeoutError() {
    return ConnError.STARTTLS_TIMEOUT;
  }

  @Override
  public void close() {}

  @Override
  public void describe(StringBuilder to) {
    to.append("tested ").append(line.length());
  }
}
