package io.turnout.xprt.handshake.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;

/**
 * One line of a peer.
 *
 * @param text without its end; one character for each byte
 * @param raw as it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Line(String text, byte[] raw) {
  /** From the bytes of a whole line, which ends with LF. */
  static Line of(byte[] message, int length) {
    int end = length - 1;
    if (end > 0 && message[end - 1] == '\r') {
      end--;
    }
    String text = new String(message, 0, end, ISO_8859_1);
    return new Line(text, Arrays.copyOf(message, length));
  }

  /** The word of that index, from 0, in upper case; "" if there are fewer. */
  String word(int index) {
    String[] words = text.strip().split(" +", index + 2);
    return index < words.length ? words[index].toUpperCase(Locale.ROOT) : "";
  }

  /** Whether it begins with that, in any case. */
  boolean startsWith(String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
