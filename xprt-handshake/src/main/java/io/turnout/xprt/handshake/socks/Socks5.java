package io.turnout.xprt.handshake.socks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Version 5 (RFC 1928), without authentication or with user and password (RFC 1929). */
final class Socks5 implements Speech {
  private static final int VERSION = 5;
  private static final int CONNECT = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int IP4 = 1;
  private static final int NAME = 3;
  private static final int IP6 = 4;

  /** Version and code, which are all of the other answers. */
  private static final int CODE_END = 2;

  /** Version, code, a reserved byte, the type of address and its first byte. */
  private static final int REPLY_HEAD = 5;

  private final @Nullable Wanted wanted;
  private final @Nullable Login login;
  private State state = State.METHOD;

  private enum State {
    METHOD,
    LOGIN,
    REPLY
  }

  Socks5(@Nullable Wanted wanted, @Nullable Login login) {
    this.wanted = wanted;
    this.login = login;
  }

  /** Who we are. */
  record Login(String user, String password) {}

  @Override
  public String name() {
    return "socks5";
  }

  @Override
  public Turn begin() {
    if (wanted == null) {
      return Turn.fail(ConnError.SOCKS_BAD, "no address to ask for");
    }
    return Turn.say(
        login == null
            ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
            : new byte[] {VERSION, 2, NO_AUTHENTICATION, PASSWORD});
  }

  @Override
  public int needed(byte[] seen, int length) {
    // Some say no more than the code when they refuse.
    if (state != State.REPLY || length < CODE_END || seen[0] != VERSION || seen[1] != 0) {
      return CODE_END;
    }
    if (length < REPLY_HEAD) {
      return REPLY_HEAD;
    }
    return switch (seen[3]) {
      case IP4 -> REPLY_HEAD - 1 + 4 + 2;
      case IP6 -> REPLY_HEAD - 1 + 16 + 2;
      case NAME -> REPLY_HEAD + (seen[4] & 0xff) + 2;
      default -> REPLY_HEAD;
    };
  }

  @Override
  public Turn hear(byte[] message, int length) {
    int code = message[1] & 0xff;
    if (state == State.LOGIN) {
      // Some servers answer with the version of the protocol around, which RFC 1929 does not allow.
      return code == 0 ? request() : Turn.fail(ConnError.SOCKS_DENIED, "user or password refused");
    }
    if (message[0] != VERSION) {
      return Turn.fail(ConnError.SOCKS_BAD, "answer of version " + (message[0] & 0xff));
    }
    return state == State.METHOD ? authenticate(code) : replied(message, length, code);
  }

  @Override
  public ConnError ended(boolean first) {
    return ConnError.SOCKS_ABORT;
  }

  @Override
  public ConnError late() {
    return ConnError.SOCKS_TIMEOUT;
  }

  private Turn authenticate(int method) {
    Login known = login;
    if (method == NO_AUTHENTICATION) {
      return request();
    }
    if (method != PASSWORD || known == null) {
      return Turn.fail(
          ConnError.SOCKS_DENIED,
          known == null ? "it asks for authentication" : "it takes no user and password");
    }
    state = State.LOGIN;
    ByteArrayOutputStream saying = new ByteArrayOutputStream();
    saying.write(1);
    counted(saying, known.user().getBytes(UTF_8));
    counted(saying, known.password().getBytes(UTF_8));
    return Turn.say(saying.toByteArray());
  }

  private Turn request() {
    Wanted asked = wanted;
    if (asked == null) {
      throw new IllegalStateException("asks for nothing");
    }
    state = State.REPLY;
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0});
    if (asked.name().isEmpty()) {
      request.write(asked.ip().length == 4 ? IP4 : IP6);
      request.writeBytes(asked.ip());
    } else {
      request.write(NAME);
      counted(request, asked.nameBytes());
    }
    request.write(asked.port() >>> 8);
    request.write(asked.port());
    return Turn.say(request.toByteArray());
  }

  private static Turn replied(byte[] message, int length, int code) {
    if (code != 0) {
      return Turn.fail(ConnError.SOCKS_DENIED, meaning(code));
    }
    return length == REPLY_HEAD
        ? Turn.fail(ConnError.SOCKS_BAD, "address of type " + (message[3] & 0xff))
        : Turn.done();
  }

  private static void counted(ByteArrayOutputStream to, byte[] bytes) {
    to.write(bytes.length);
    to.writeBytes(bytes);
  }

  private static String meaning(int code) {
    return switch (code) {
      case 1 -> "general failure (1)";
      case 2 -> "not allowed by its rules (2)";
      case 3 -> "network unreachable (3)";
      case 4 -> "host unreachable (4)";
      case 5 -> "connection refused (5)";
      case 6 -> "TTL expired (6)";
      case 7 -> "command not supported (7)";
      case 8 -> "type of address not supported (8)";
      default -> "code " + code;
    };
  }
}
