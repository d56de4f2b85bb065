package io.turnout.proxy.config.internal.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version as {@code version_atleast} and {@code version_before} compare it. Missing parts count
 * as zero; a development version comes before its release.
 */
record LanguageVersion(int major, int minor, int patch, int development)
    implements Comparable<LanguageVersion> {
  /** The version of HAProxy's language that Turnout follows. */
  static final LanguageVersion CURRENT = new LanguageVersion(3, 5, 0, 5);

  private static final int RELEASED = Integer.MAX_VALUE;
  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(?:-dev(\\d{0,9}))?(?:-.*)?");

  /** Reads a version; null if it is none. */
  static @Nullable LanguageVersion parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    boolean development = text.contains("-dev");
    return new LanguageVersion(
        part(matcher.group(1)),
        part(matcher.group(2)),
        part(matcher.group(3)),
        development ? part(matcher.group(4)) : RELEASED);
  }

  @Override
  public int compareTo(LanguageVersion other) {
    int order = Integer.compare(major, other.major);
    order = order != 0 ? order : Integer.compare(minor, other.minor);
    order = order != 0 ? order : Integer.compare(patch, other.patch);
    return order != 0 ? order : Integer.compare(development, other.development);
  }

  private static int part(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }
}
