package io.turnout.proxy.rules;

import io.turnout.proxy.config.rule.MatchConfig;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Searches text or bytes by regular expressions, which see each byte as one character. */
final class ExpressionMatcher implements Matcher {
  private final Pattern[] patterns;

  ExpressionMatcher(MatchConfig.Expressions config) {
    int flags = Pattern.UNIX_LINES | (config.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0);
    this.patterns =
        config.expressions().stream()
            .map(text -> Pattern.compile(byteByByte(text), flags))
            .toArray(Pattern[]::new);
  }

  @Override
  public boolean matches(Sample sample) {
    View view = new View(sample.bytes, 0, sample.length);
    for (Pattern pattern : patterns) {
      if (pattern.matcher(view).find()) {
        return true;
      }
    }
    return false;
  }

  /** An expression that finds a text in its bytes. */
  private static String byteByByte(String text) {
    return new String(Matchers.bytes(text), StandardCharsets.ISO_8859_1);
  }

  private static final class View implements CharSequence {
    private final byte[] bytes;
    private final int start;
    private final int end;

    View(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.start = start;
      this.end = end;
    }

    @Override
    public int length() {
      return end - start;
    }

    @Override
    public char charAt(int index) {
      return (char) (bytes[start + index] & 255);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new View(bytes, start + from, start + to);
    }

    @Override
    public String toString() {
      return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
  }
}
