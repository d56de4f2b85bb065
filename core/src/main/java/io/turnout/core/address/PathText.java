package io.turnout.core.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/**
 * Paths as text. To the system they are bytes, mostly UTF-8; a byte that cannot be read as such
 * becomes a character that no UTF-8 gives, half of a surrogate pair, and that one the byte again.
 */
final class PathText {
  private static final int ESCAPE = 0xdc00;
  private static final int FIRST_ESCAPED = 0xdc80;
  private static final int LAST_ESCAPED = 0xdcff;

  private PathText() {}

  static String of(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer from = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(from, text, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (ESCAPE | from.get() & 0xff));
      }
      result = decoder.decode(from, text, true);
    }
    return text.flip().toString();
  }

  static byte[] bytes(String text) {
    if (text.chars().noneMatch(PathText::isEscaped)) {
      return text.getBytes(UTF_8);
    }
    CharsetEncoder encoder = UTF_8.newEncoder();
    CharBuffer from = CharBuffer.wrap(text);
    ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
    CoderResult result = encoder.encode(from, bytes, true);
    while (result.isError()) {
      char half = from.get();
      bytes.put((byte) (isEscaped(half) ? half : '?'));
      result = encoder.encode(from, bytes, true);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static boolean isEscaped(int character) {
    return character >= FIRST_ESCAPED && character <= LAST_ESCAPED;
  }
}
