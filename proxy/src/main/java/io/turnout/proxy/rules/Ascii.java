package io.turnout.proxy.rules;

/** Letters of ASCII; bytes beyond it are never letters. */
final class Ascii {
  private Ascii() {}

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  static byte[] lower(byte[] bytes) {
    byte[] lower = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      lower[i] = lower(bytes[i]);
    }
    return lower;
  }
}
