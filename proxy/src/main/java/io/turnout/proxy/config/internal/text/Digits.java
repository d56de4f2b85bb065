package io.turnout.proxy.config.internal.text;

/** ASCII digits. */
final class Digits {
  private Digits() {}

  static int countLeading(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  static boolean areAll(String text) {
    return !text.isEmpty() && countLeading(text) == text.length();
  }
}
