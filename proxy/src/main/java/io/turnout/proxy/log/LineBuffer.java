package io.turnout.proxy.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of one line. Grows to its limit and silently drops what goes beyond, by whole characters;
 * reused, so that a warm one allocates nothing.
 */
final class LineBuffer {
  /** Room kept behind the position, so that short pieces need one test each. */
  private static final int SLACK = 64;

  /** Bytes of a character in UTF-8. */
  private static final int LONGEST = 4;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private byte[] bytes = new byte[512];
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private int position;
  private int limit = 1024;

  /** Starts a new line of at most {@code maxLength} bytes. */
  void start(int maxLength) {
    position = 0;
    limit = maxLength;
  }

  /** Without what is beyond the limit, and without a character that the limit parts. */
  int length() {
    if (position < limit) {
      return position;
    }
    int start = limit;
    while (start > 0 && limit - start < LONGEST && isInside(bytes[start - 1])) {
      start--;
    }
    // What is left of a character is its first byte, and those inside of it that were passed.
    return start == 0 || start - 1 + utf8Length(bytes[start - 1]) <= limit ? limit : start - 1;
  }

  private static boolean isInside(byte of) {
    return (of & 0xc0) == 0x80;
  }

  private static int utf8Length(byte first) {
    return first >= 0 ? 1 : Integer.numberOfLeadingZeros(~(first << 24));
  }

  /** The line for a sender: array-backed, valid until the next change. */
  ByteBuffer view() {
    return view.clear().limit(length());
  }

  void ascii(char c) {
    if (hasRoom()) {
      bytes[position++] = (byte) c;
    }
  }

  void bytes(byte[] source, int offset, int length) {
    int count = Math.min(length, Math.max(0, limit - position));
    if (count > bytes.length - SLACK - position) {
      resize(position + count + SLACK);
    }
    System.arraycopy(source, offset, bytes, position, count);
    position += count;
  }

  void append(LineBuffer other) {
    bytes(other.bytes, 0, other.length());
  }

  /** Ends the line; this byte is allowed beyond the limit. */
  void newline() {
    position = length();
    if (position == bytes.length) {
      resize(position + SLACK);
    }
    bytes[position++] = '\n';
    limit = position;
  }

  /**
   * Text of others (a name from a file, an error): control characters become {@code #XX}, so that
   * no text can forge a line.
   */
  void text(String text) {
    text(text, false);
  }

  /** The same, with a backslash before quotes, backslashes and closing brackets. */
  void escaped(String text) {
    text(text, true);
  }

  private void text(String text, boolean escape) {
    for (int i = 0; i < text.length() && hasRoom(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 127) {
        ascii('#');
        hex(c, 2);
      } else if (c < 127) {
        if (escape && (c == '"' || c == '\\' || c == ']')) {
          bytes[position++] = '\\';
        }
        bytes[position++] = (byte) c;
      } else if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        utf8(c);
      }
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      bytes[position++] = (byte) (0xc0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        bytes[position++] = (byte) (0xe0 | (codePoint >> 12));
      } else {
        bytes[position++] = (byte) (0xf0 | (codePoint >> 18));
        bytes[position++] = (byte) (0x80 | ((codePoint >> 12) & 63));
      }
      bytes[position++] = (byte) (0x80 | ((codePoint >> 6) & 63));
    }
    bytes[position++] = (byte) (0x80 | (codePoint & 63));
  }

  void number(long value) {
    if (!hasRoom()) {
      return;
    }
    long rest = value;
    if (rest >= 0 && rest < 10) {
      bytes[position++] = (byte) ('0' + rest);
      return;
    }
    if (rest < 0) {
      bytes[position++] = '-';
    } else {
      rest = -rest; // on the negative side Long.MIN_VALUE needs no case of its own
    }
    int end = position + digits(rest);
    position = end;
    do {
      bytes[--end] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
  }

  private static int digits(long negative) {
    int count = 1;
    for (long bound = -10; count < 19 && negative <= bound; bound *= 10) {
      count++;
    }
    return count;
  }

  /** {@code value} with exactly {@code width} decimal digits. */
  void padded(int value, int width) {
    if (!hasRoom()) {
      return;
    }
    int rest = value;
    for (int i = position + width - 1; i >= position; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    position += width;
  }

  /** {@code value} in capital hexadecimal with at least {@code minWidth} digits. */
  void hex(long value, int minWidth) {
    if (!hasRoom()) {
      return;
    }
    int width = Math.max(minWidth, (67 - Long.numberOfLeadingZeros(value)) / 4);
    for (int shift = (width - 1) * 4; shift >= 0; shift -= 4) {
      bytes[position++] = HEX[(int) (value >>> shift) & 15];
    }
  }

  /** {@code value} in small hexadecimal without leading zeros, as IPv6 groups are written. */
  void smallHex(int value) {
    int shift = 12;
    while (shift > 0 && value >>> shift == 0) {
      shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
      int digit = (value >>> shift) & 15;
      ascii((char) (digit < 10 ? '0' + digit : 'a' + digit - 10));
    }
  }

  private boolean hasRoom() {
    if (position + SLACK <= bytes.length) {
      return true;
    }
    if (position >= limit) {
      return false;
    }
    resize(Math.min(bytes.length * 2, limit + SLACK));
    return true;
  }

  private void resize(int size) {
    bytes = Arrays.copyOf(bytes, Math.max(size, position + SLACK));
    view = ByteBuffer.wrap(bytes);
  }
}
