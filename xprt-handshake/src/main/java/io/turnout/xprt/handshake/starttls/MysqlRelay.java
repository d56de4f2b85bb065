package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.MysqlPacket.CLIENT_PROTOCOL_41;
import static io.turnout.xprt.handshake.starttls.MysqlPacket.CLIENT_SSL;
import static io.turnout.xprt.handshake.starttls.MysqlPacket.HEAD;
import static io.turnout.xprt.handshake.starttls.MysqlPacket.LONGEST;
import static io.turnout.xprt.handshake.starttls.MysqlPacket.REQUEST_BYTES;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.relay.Relay;
import io.turnout.xprt.handshake.relay.Ruling;
import io.turnout.xprt.handshake.wire.Turn;

/**
 * MySQL's protocol 10 between a peer that turns to TLS and a stream on which nobody has it.
 *
 * <pre>
 *             peer: a client                        peer: a server
 *   greeting  ◀── greeting, TLS offered             ──▶ greeting, TLS not offered
 *   answer    ──▶ (request for TLS)                 ◀── request for TLS, made of the login
 *             ~~~~~~~~~ TLS ~~~~~~~~~               ~~~~~~~~~ TLS ~~~~~~~~~
 *   login     ──▶ login, one number less            ◀── login, one number more
 *   let in    ◀─▶ packets, numbers changed until the server says OK or an error
 * </pre>
 *
 * <p>The server's challenge and the client's answer to it pass as they are.
 */
final class MysqlRelay implements Relay {
  static final String NOT_OFFERED = "no TLS offered";

  /** What is to be said next. */
  private enum Phase {
    GREETING,
    ANSWER,
    LOGIN,
    PROOF,
    TURNED_AWAY,
    OVER
  }

  private final Terms terms;
  private final boolean toClient;
  private Phase phase = Phase.GREETING;
  private Phase next = Phase.GREETING;

  /**
   * Not begun.
   *
   * @param toClient whether the peer is a client
   */
  MysqlRelay(Terms terms, boolean toClient) {
    this.terms = terms;
    this.toClient = toClient;
  }

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public int neededOfPeer(byte[] seen, int length) {
    return toClient ? neededOfClient(seen, length) : neededOfServer(seen, length);
  }

  @Override
  public int neededOfStream(byte[] seen, int length) {
    return toClient ? neededOfServer(seen, length) : neededOfClient(seen, length);
  }

  @Override
  public Ruling peerSaid(byte[] head) {
    return toClient ? clientSaid(head) : serverSaid(head);
  }

  @Override
  public Ruling streamSaid(byte[] head) {
    return toClient ? serverSaid(head) : clientSaid(head);
  }

  @Override
  public void done() {
    phase = next;
  }

  @Override
  public boolean isInClear() {
    return phase == Phase.GREETING || phase == Phase.ANSWER;
  }

  @Override
  public boolean isOver() {
    return phase == Phase.OVER;
  }

  private int neededOfServer(byte[] seen, int length) {
    if (phase == Phase.GREETING) {
      return MysqlPacket.neededOfGreeting(seen, length);
    }
    if (phase == Phase.ANSWER) {
      // It is the client's turn: whatever comes is wrong, and its first byte says so.
      return 1;
    }
    boolean typed = length >= HEAD && isSensible(seen) && MysqlPacket.size(seen) > 0;
    return typed ? HEAD + 1 : HEAD;
  }

  private int neededOfClient(byte[] seen, int length) {
    if (phase == Phase.GREETING) {
      return 1;
    }
    if (length < HEAD || !isSensible(seen) || phase == Phase.PROOF) {
      return HEAD;
    }
    int size = MysqlPacket.size(seen);
    int login = HEAD + Math.min(size, REQUEST_BYTES);
    // Who is turned away is heard out first, as what stays unread would take the answer with it.
    boolean whole = length >= login && isRefused(seen, size);
    return whole ? HEAD + size : login;
  }

  private boolean isRefused(byte[] seen, int size) {
    return toClient && phase == Phase.ANSWER && !terms.optional() && !isRequest(seen, size);
  }

  private Ruling serverSaid(byte[] head) {
    return switch (phase) {
      case GREETING -> greeted(head);
      case PROOF -> answered(head);
      case ANSWER ->
          toClient
              ? bad("the server spoke out of turn")
              : Ruling.fail(Turn.fail(ConnError.INJECTION, "bytes behind the greeting"));
      case LOGIN -> lostPatience(head);
      case TURNED_AWAY, OVER -> bad("the server spoke out of turn");
    };
  }

  /** While the client is about to log in, the server can only say why it may not any more. */
  private Ruling lostPatience(byte[] head) {
    if (!isSensible(head) || typeOf(head) != MysqlPacket.ERROR) {
      return bad("the server spoke out of turn");
    }
    next = Phase.OVER;
    head[3]++;
    return Ruling.pass(behind(head));
  }

  private Ruling greeted(byte[] head) {
    if (MysqlPacket.isError(head, head.length)) {
      next = toClient ? Phase.TURNED_AWAY : Phase.OVER;
      return Ruling.pass(0);
    }
    int capabilities = MysqlPacket.capabilitiesAt(head, head.length);
    if (capabilities < 0) {
      return bad("malformed greeting");
    }
    if (!toClient && !MysqlPacket.has(head, capabilities, CLIENT_SSL)) {
      next = Phase.OVER;
      return terms.optional() ? Ruling.pass(0) : Ruling.fail(terms.refused(NOT_OFFERED));
    }
    MysqlPacket.setTls(head, capabilities, toClient);
    next = Phase.ANSWER;
    return Ruling.pass(0);
  }

  private Ruling clientSaid(byte[] head) {
    return switch (phase) {
      case GREETING ->
          head[0] == TlsHello.FIRST_BYTE
              ? Ruling.fail(TlsHello.refused())
              : bad("the client spoke before the server");
      case ANSWER, LOGIN -> login(head);
      case PROOF -> proof(head);
      case TURNED_AWAY, OVER -> bad("the client spoke after it was turned away");
    };
  }

  private Ruling login(byte[] head) {
    if (!isSensible(head)) {
      return head[0] == TlsHello.FIRST_BYTE
          ? Ruling.fail(TlsHello.refused())
          : bad("packet of %d bytes".formatted(MysqlPacket.size(head)));
    }
    if (toClient && phase == Phase.ANSWER) {
      return clientAnswered(head);
    }
    boolean isProtected = phase == Phase.LOGIN;
    if (head.length < HEAD + REQUEST_BYTES
        || MysqlPacket.size(head) == REQUEST_BYTES
        || head[3] != (isProtected ? 2 : 1)
        || !MysqlPacket.has(head, HEAD, CLIENT_PROTOCOL_41)
        || MysqlPacket.has(head, HEAD, CLIENT_SSL) != isProtected) {
      return bad("malformed login");
    }
    next = Phase.PROOF;
    MysqlPacket.setTls(head, HEAD, !isProtected);
    head[3] = (byte) (isProtected ? 1 : 2);
    int behind = behind(head);
    return isProtected ? Ruling.pass(behind) : Ruling.ask(MysqlPacket.requestFor(head), behind);
  }

  /** A client's first words. */
  private Ruling clientAnswered(byte[] head) {
    int size = MysqlPacket.size(head);
    if (head[3] != 1) {
      return bad("packet %d in answer to the greeting".formatted(head[3] & 0xff));
    }
    if (isRequest(head, size)) {
      next = Phase.LOGIN;
      return Ruling.turn();
    }
    if (!terms.optional()) {
      return Ruling.fail(
          Turn.fail(MysqlPacket.refusal(), ConnError.STARTTLS_REFUSED, "login before TLS"));
    }
    if (size < 2 || MysqlPacket.has(head, HEAD, CLIENT_SSL)) {
      return bad("request for TLS of %d bytes".formatted(size));
    }
    next = Phase.OVER;
    return Ruling.pass(behind(head));
  }

  /** The server lets the client in, or does not, or wants to know more. */
  private Ruling answered(byte[] head) {
    if (!isSensible(head)) {
      return bad("packet of %d bytes".formatted(MysqlPacket.size(head)));
    }
    int type = typeOf(head);
    if (type == MysqlPacket.OK || type == MysqlPacket.ERROR) {
      next = Phase.OVER;
    }
    head[3] += (byte) (toClient ? 1 : -1);
    return Ruling.pass(behind(head));
  }

  private Ruling proof(byte[] head) {
    if (!isSensible(head)) {
      return bad("packet of %d bytes".formatted(MysqlPacket.size(head)));
    }
    // One that begins anew is a command, for which the client did not wait to be let in.
    if (head[3] != 0) {
      head[3] += (byte) (toClient ? -1 : 1);
    }
    return Ruling.pass(behind(head));
  }

  /** What kind of answer it is; -1 if it is empty. */
  private static int typeOf(byte[] head) {
    return head.length > HEAD ? head[HEAD] & 0xff : -1;
  }

  private static boolean isRequest(byte[] seen, int size) {
    return size == REQUEST_BYTES
        && MysqlPacket.has(seen, HEAD, CLIENT_SSL)
        && MysqlPacket.has(seen, HEAD, CLIENT_PROTOCOL_41);
  }

  private static boolean isSensible(byte[] head) {
    return MysqlPacket.size(head) <= LONGEST;
  }

  private static int behind(byte[] head) {
    return HEAD + MysqlPacket.size(head) - head.length;
  }

  private static Ruling bad(String detail) {
    return Ruling.fail(Terms.bad(detail));
  }
}
