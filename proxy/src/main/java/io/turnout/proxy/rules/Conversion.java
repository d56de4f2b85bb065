package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.Converter;

/** Changes a sample. */
@FunctionalInterface
interface Conversion {
  void convert(Sample sample);

  static Conversion compile(Converter converter) {
    return switch (converter) {
      case LOWER -> Conversion::lower;
      case UPPER -> Conversion::upper;
      case HEX -> Conversion::hex;
      case LENGTH -> sample -> sample.number = sample.length;
    };
  }

  private static void lower(Sample sample) {
    for (int i = 0; i < sample.length; i++) {
      sample.bytes[i] = Ascii.lower(sample.bytes[i]);
    }
  }

  private static void upper(Sample sample) {
    for (int i = 0; i < sample.length; i++) {
      byte b = sample.bytes[i];
      sample.bytes[i] = b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
  }

  /** In place, from the end on; what does not fit is cut off. */
  private static void hex(Sample sample) {
    int count = Math.min(sample.length, sample.bytes.length / 2);
    for (int i = count - 1; i >= 0; i--) {
      int b = sample.bytes[i];
      sample.bytes[2 * i] = digit(b >> 4);
      sample.bytes[2 * i + 1] = digit(b);
    }
    sample.length = 2 * count;
  }

  private static byte digit(int value) {
    return (byte) "0123456789ABCDEF".charAt(value & 15);
  }
}
