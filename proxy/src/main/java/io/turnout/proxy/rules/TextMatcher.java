package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.MatchConfig;
import io.turnout.proxy.config.rule.MatchConfig.Place;

/** Looks for values in text or bytes. */
final class TextMatcher implements Matcher {
  private final Place place;
  private final boolean ignoreCase;
  private final byte[][] values;

  TextMatcher(MatchConfig.Texts config) {
    this(
        config.place(),
        config.ignoreCase(),
        config.values().stream().map(Matchers::bytes).toArray(byte[][]::new));
  }

  TextMatcher(Place place, boolean ignoreCase, byte[][] values) {
    this.place = place;
    this.ignoreCase = ignoreCase;
    this.values = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      this.values[i] = ignoreCase ? Ascii.lower(values[i]) : values[i];
    }
  }

  @Override
  public boolean matches(Sample sample) {
    for (byte[] value : values) {
      if (value.length <= sample.length && isThere(value, sample)) {
        return true;
      }
    }
    return false;
  }

  private boolean isThere(byte[] value, Sample sample) {
    int latest = sample.length - value.length;
    return switch (place) {
      case WHOLE -> latest == 0 && isAt(0, value, sample);
      case BEGIN -> isAt(0, value, sample);
      case END -> isAt(latest, value, sample);
      case ANYWHERE -> {
        int at = 0;
        while (at <= latest && !isAt(at, value, sample)) {
          at++;
        }
        yield at <= latest;
      }
    };
  }

  private boolean isAt(int start, byte[] value, Sample sample) {
    for (int i = 0; i < value.length; i++) {
      byte b = sample.bytes[start + i];
      if (value[i] != (ignoreCase ? Ascii.lower(b) : b)) {
        return false;
      }
    }
    return true;
  }
}
