package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a server answers: enough of it to see whether a session is resumed, which no engine tells.
 * It is in clear text in all versions.
 */
enum ServerHello {
  /** No such message stands there, or not all of it. */
  NONE,
  /** The server asks for another hello. */
  RETRY,
  /** A new session. */
  FULL,
  /** An earlier one. */
  RESUMED;

  private static final byte[] RETRY_RANDOM =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  private static final int TYPE = 2;
  private static final int RANDOM_AT = RecordInput.HEADER + 4 + 2;
  private static final int ID_AT = RANDOM_AT + 32;
  private static final int PRE_SHARED_KEY = 41;
  private static final int SUPPORTED_VERSIONS = 43;

  /**
   * Looks at a record.
   *
   * @param place where the record begins, from the head
   * @param clientId the session that the client asked for
   */
  static ServerHello in(Buffer from, int place, byte[] clientId) {
    int end = from.length() - place;
    if (end <= ID_AT
        || from.byteAt(place) != RecordInput.HANDSHAKE
        || from.byteAt(place + RecordInput.HEADER) != TYPE) {
      return NONE;
    }
    byte[] hello = new byte[Math.min(end, RecordInput.HEADER + RecordInput.lengthAt(from, place))];
    from.copyTo(place, hello, 0, hello.length);
    return hello.length <= ID_AT ? NONE : read(hello, clientId);
  }

  private static ServerHello read(byte[] hello, byte[] clientId) {
    if (Arrays.equals(hello, RANDOM_AT, ID_AT, RETRY_RANDOM, 0, RETRY_RANDOM.length)) {
      return RETRY;
    }
    int idLength = hello[ID_AT] & 0xff;
    int at = ID_AT + 1 + idLength + 3;
    int end = at + 2 > hello.length ? at : Math.min(hello.length, at + 2 + shortAt(hello, at));
    boolean hidden = false;
    boolean preShared = false;
    for (at += 2; at + 4 <= end; at += 4 + shortAt(hello, at + 2)) {
      int type = shortAt(hello, at);
      hidden |= type == SUPPORTED_VERSIONS;
      preShared |= type == PRE_SHARED_KEY;
    }
    // Version 1.3 sends the client's number back in any case.
    boolean sameId =
        idLength > 0
            && ID_AT + 1 + idLength <= hello.length
            && Arrays.equals(hello, ID_AT + 1, ID_AT + 1 + idLength, clientId, 0, clientId.length);
    return (hidden ? preShared : sameId) ? RESUMED : FULL;
  }

  private static int shortAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << Byte.SIZE | bytes[at + 1] & 0xff;
  }
}
