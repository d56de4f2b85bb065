package io.turnout.xprt.handshake.starttls;

/** What of BER (X.690) an LDAP message's frame needs: definite lengths of up to four bytes. */
final class Ber {
  /** A length is malformed. */
  static final int BAD = -2;

  /** More bytes are needed to tell. */
  static final int SHORT = -1;

  private static final int LONG_FORM = 0x80;

  private Ber() {}

  /**
   * Where the value begins of the element that begins there.
   *
   * @return the offset, {@link #SHORT} or {@link #BAD}
   */
  static int valueStart(byte[] bytes, int length, int at) {
    if (at + 1 >= length) {
      return SHORT;
    }
    int first = bytes[at + 1] & 0xff;
    int more = first < LONG_FORM ? 0 : first - LONG_FORM;
    if (first == LONG_FORM || more > 4) {
      return BAD;
    }
    return at + 2 + more > length ? SHORT : at + 2 + more;
  }

  /**
   * How long the value is of the element that begins there.
   *
   * @param start {@link #valueStart}, 0 or more
   * @return the length, or {@link #BAD}
   */
  static int valueLength(byte[] bytes, int at, int start) {
    if (start == at + 2) {
      return bytes[at + 1];
    }
    long length = 0;
    for (int i = at + 2; i < start; i++) {
      length = length << 8 | bytes[i] & 0xff;
    }
    return length > Integer.MAX_VALUE / 2 ? BAD : (int) length;
  }
}
