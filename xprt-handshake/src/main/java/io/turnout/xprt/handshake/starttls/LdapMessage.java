package io.turnout.xprt.handshake.starttls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frame of an LDAP message: SEQUENCE { messageID INTEGER, operation ... }.
 *
 * @param id the message's number as it is encoded, with type and length
 * @param operation the operation's tag
 * @param start where the operation's value begins
 * @param end where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LdapMessage(byte[] id, int operation, int start, int end) {
  static final int EXTENDED_REQUEST = 0x77;
  static final int EXTENDED_RESPONSE = 0x78;
  static final int UNBIND_REQUEST = 0x42;

  /** The longest extended request or answer that is heard. */
  static final int LONGEST = 4096;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int LONGEST_ID = 4;

  /**
   * How many bytes the message has at least; to the operation's tag only, if that is not one that
   * is to be heard whole.
   *
   * @param whole the operation that is heard whole
   */
  static int needed(byte[] seen, int length, int whole) {
    if (length < 2) {
      return length > 0 && seen[0] != SEQUENCE ? 1 : 2;
    }
    int start = Ber.valueStart(seen, length, 0);
    if (seen[0] != SEQUENCE || start == Ber.BAD) {
      return length;
    }
    int tag = start == Ber.SHORT ? Ber.SHORT : tagAt(seen, length, start);
    if (tag == Ber.SHORT) {
      return length + 1;
    }
    if (tag == Ber.BAD || (seen[tag] & 0xff) != whole) {
      return tag == Ber.BAD ? length : tag + 1;
    }
    int size = Ber.valueLength(seen, 0, start);
    return size == Ber.BAD || start + size > LONGEST || start + size <= tag ? length : start + size;
  }

  /** How long the message is; 0 if it is malformed or longer than what is heard whole. */
  static int size(byte[] seen, int length) {
    int start = length < 2 || seen[0] != SEQUENCE ? Ber.BAD : Ber.valueStart(seen, length, 0);
    int size = start < 0 ? Ber.BAD : Ber.valueLength(seen, 0, start);
    return size == Ber.BAD || start + size > LONGEST ? 0 : start + size;
  }

  /** Reads what {@link #needed} found whole; null if it is malformed. */
  static @Nullable LdapMessage of(byte[] bytes, int length, int whole) {
    int start = length < 2 ? Ber.BAD : Ber.valueStart(bytes, length, 0);
    if (start < 0 || bytes[0] != SEQUENCE) {
      return null;
    }
    int tag = tagAt(bytes, length, start);
    if (tag < 0) {
      return null;
    }
    byte[] id = Arrays.copyOfRange(bytes, start, tag);
    int operation = bytes[tag] & 0xff;
    if (operation != whole) {
      return new LdapMessage(id, operation, tag + 1, tag + 1);
    }
    int end = start + Ber.valueLength(bytes, 0, start);
    int value = Ber.valueStart(bytes, length, tag);
    if (end != length || value < 0 || value + Ber.valueLength(bytes, tag, value) > end) {
      return null;
    }
    return new LdapMessage(id, operation, value, value + Ber.valueLength(bytes, tag, value));
  }

  /** Where the operation's tag is; or {@link Ber#SHORT}, {@link Ber#BAD}. */
  private static int tagAt(byte[] bytes, int length, int start) {
    if (start >= length) {
      return Ber.SHORT;
    }
    int value = Ber.valueStart(bytes, length, start);
    if (bytes[start] != INTEGER || value == Ber.BAD) {
      return Ber.BAD;
    }
    if (value == Ber.SHORT) {
      return Ber.SHORT;
    }
    int size = Ber.valueLength(bytes, start, value);
    if (size < 1 || size > LONGEST_ID) {
      return Ber.BAD;
    }
    return value + size >= length ? Ber.SHORT : value + size;
  }
}
