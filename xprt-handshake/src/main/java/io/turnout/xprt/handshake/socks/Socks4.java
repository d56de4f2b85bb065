package io.turnout.xprt.handshake.socks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Version 4, and 4a where a name is to be looked up. */
final class Socks4 implements Speech {
  private static final int VERSION = 4;
  private static final int CONNECT = 1;
  private static final int REPLY_BYTES = 8;

  /** Where a refusal may end: some say no more. */
  private static final int CODE_END = 2;

  private static final int GRANTED = 90;

  /** An address that cannot be, which says that a name follows. */
  private static final byte[] NAME_FOLLOWS = {0, 0, 0, 1};

  private final @Nullable Wanted wanted;
  private final String user;

  Socks4(@Nullable Wanted wanted, String user) {
    this.wanted = wanted;
    this.user = user;
  }

  /** Whether it is a name or an IPv4 address. */
  static boolean canAskFor(Wanted wanted) {
    return wanted.ip().length <= NAME_FOLLOWS.length;
  }

  @Override
  public String name() {
    return "socks4";
  }

  @Override
  public Turn begin() {
    Wanted asked = wanted;
    if (asked == null || !canAskFor(asked)) {
      String detail = asked == null ? "no address to ask for" : "version 4 has no IPv6 addresses";
      return Turn.fail(ConnError.SOCKS_BAD, detail);
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(VERSION);
    request.write(CONNECT);
    request.write(asked.port() >>> 8);
    request.write(asked.port());
    request.writeBytes(asked.name().isEmpty() ? asked.ip() : NAME_FOLLOWS);
    request.writeBytes(user.getBytes(US_ASCII));
    request.write(0);
    if (!asked.name().isEmpty()) {
      request.writeBytes(asked.nameBytes());
      request.write(0);
    }
    return Turn.say(request.toByteArray());
  }

  @Override
  public int needed(byte[] seen, int length) {
    return length < CODE_END || (seen[CODE_END - 1] & 0xff) != GRANTED ? CODE_END : REPLY_BYTES;
  }

  @Override
  public Turn hear(byte[] message, int length) {
    // The first byte should be 0, and is the protocol's version from some.
    int code = message[CODE_END - 1] & 0xff;
    return code == GRANTED ? Turn.done() : Turn.fail(ConnError.SOCKS_DENIED, meaning(code));
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.SOCKS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.SOCKS_TIMEOUT;
  }

  private static String meaning(int code) {
    return switch (code) {
      case 91 -> "rejected or failed (91)";
      case 92 -> "no identd at the client (92)";
      case 93 -> "identd knows another user (93)";
      default -> "code " + code;
    };
  }
}
