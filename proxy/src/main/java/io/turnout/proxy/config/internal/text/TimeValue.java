package io.turnout.proxy.config.internal.text;

import io.turnout.proxy.config.ConfigErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times: digits and a unit. */
public final class TimeValue {
  private static final long MAX_NANOS = 2_147_483_647L * 1_000_000;
  private static final Map<String, Long> NANOS = new LinkedHashMap<>();

  static {
    NANOS.put("us", 1_000L);
    NANOS.put("ms", 1_000_000L);
    NANOS.put("s", 1_000_000_000L);
    NANOS.put("m", 60_000_000_000L);
    NANOS.put("h", 3_600_000_000_000L);
    NANOS.put("d", 86_400_000_000_000L);
  }

  private TimeValue() {}

  /**
   * Nanoseconds.
   *
   * @param defaultUnit one of us, ms, s, m, h, d
   * @throws Rejection if it is no time, or longer than 2147483647 ms
   */
  public static long nanos(String text, String defaultUnit) {
    int digits = Digits.countLeading(text);
    String unit = digits == text.length() ? defaultUnit : text.substring(digits);
    Long factor = NANOS.get(unit);
    if (digits == 0 || factor == null) {
      throw new Rejection(
          ConfigErrorCode.BAD_TIME,
          "got '"
              + text
              + "', expected a whole number and one of the units us, ms, s, m, h, d ("
              + defaultUnit
              + " if there is none), such as 30s.");
    }
    if (digits > 18 || Long.parseLong(text.substring(0, digits)) > MAX_NANOS / factor) {
      throw new Rejection(
          ConfigErrorCode.BAD_TIME,
          "got '" + text + "', which is too long: at most 2147483647 ms (about 24.8 days).");
    }
    return Long.parseLong(text.substring(0, digits)) * factor;
  }
}
