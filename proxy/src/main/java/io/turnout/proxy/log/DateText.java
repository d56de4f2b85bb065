package io.turnout.proxy.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * A date in one form, kept until the second changes. Allocates only when the zone's offset changes.
 *
 * <p><b>Thread:</b> one.
 */
final class DateText {
  /** How a date is written. */
  enum Form {
    /** {@code 22/Nov/2026:22:49:10}. */
    CLF,
    /** {@code 22/Nov/2026:22:49:10 +0100}. */
    CLF_WITH_ZONE,
    /** {@code Nov 22 22:49:10}. */
    SYSLOG,
    /** {@code 2026-11-22T22:49:10}, then {@code +01:00} behind the fraction. */
    ISO
  }

  private static final int ISO_SECONDS = 19;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final ZoneRules rules;
  private final Form form;
  private final LineBuffer text = new LineBuffer();

  private long second = Long.MIN_VALUE;
  private long offsetFrom = Long.MAX_VALUE;
  private long offsetUntil = Long.MIN_VALUE;
  private int offsetSeconds;

  DateText(ZoneId zone, Form form) {
    this.rules = zone.getRules();
    this.form = form;
  }

  void appendTo(LineBuffer line, long epochMillis) {
    refresh(Math.floorDiv(epochMillis, 1000L));
    line.append(text);
  }

  /** {@code 2026-11-22T22:49:10.346000+01:00}; only for {@link Form#ISO}. */
  void appendIsoTo(LineBuffer line, long epochMillis) {
    refresh(Math.floorDiv(epochMillis, 1000L));
    byte[] iso = text.view().array();
    line.bytes(iso, 0, ISO_SECONDS);
    line.ascii('.');
    line.padded((int) Math.floorMod(epochMillis, 1000L) * 1000, 6);
    line.bytes(iso, ISO_SECONDS, text.length() - ISO_SECONDS);
  }

  private void refresh(long epochSecond) {
    if (epochSecond == second) {
      return;
    }
    if (epochSecond < offsetFrom || epochSecond >= offsetUntil) {
      findOffset(Instant.ofEpochSecond(epochSecond));
    }
    second = epochSecond;
    long local = epochSecond + offsetSeconds;
    render(Math.floorDiv(local, SECONDS_PER_DAY), (int) Math.floorMod(local, SECONDS_PER_DAY));
  }

  private void findOffset(Instant instant) {
    offsetSeconds = rules.getOffset(instant).getTotalSeconds();
    // previousTransition looks strictly before: one second on, so that a change at this very
    // second counts. DateTextTest.followsDaylightSaving
    @Nullable ZoneOffsetTransition previous = rules.previousTransition(instant.plusSeconds(1));
    @Nullable ZoneOffsetTransition next = rules.nextTransition(instant);
    offsetFrom = previous == null ? Long.MIN_VALUE : previous.toEpochSecond();
    offsetUntil = next == null ? Long.MAX_VALUE : next.toEpochSecond();
  }

  /** The Gregorian date of a day's number, by counting in eras of 400 years that start in March. */
  private void render(long epochDay, int secondOfDay) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    text.start(64);
    switch (form) {
      case CLF, CLF_WITH_ZONE -> clf(year, month, day, secondOfDay);
      case SYSLOG -> syslog(month, day, secondOfDay);
      case ISO -> iso(year, month, day, secondOfDay);
    }
  }

  private void clf(int year, int month, int day, int secondOfDay) {
    text.padded(day, 2);
    text.ascii('/');
    text.text(MONTHS[month - 1]);
    text.ascii('/');
    text.padded(year, 4);
    text.ascii(':');
    time(secondOfDay);
    if (form == Form.CLF_WITH_ZONE) {
      text.ascii(' ');
      offset("");
    }
  }

  private void syslog(int month, int day, int secondOfDay) {
    text.text(MONTHS[month - 1]);
    text.text(day < 10 ? "  " : " ");
    text.number(day);
    text.ascii(' ');
    time(secondOfDay);
  }

  private void iso(int year, int month, int day, int secondOfDay) {
    text.padded(year, 4);
    text.ascii('-');
    text.padded(month, 2);
    text.ascii('-');
    text.padded(day, 2);
    text.ascii('T');
    time(secondOfDay);
    offset(":");
  }

  private void time(int secondOfDay) {
    text.padded(secondOfDay / 3600, 2);
    text.ascii(':');
    text.padded(secondOfDay / 60 % 60, 2);
    text.ascii(':');
    text.padded(secondOfDay % 60, 2);
  }

  private void offset(String separator) {
    int minutes = Math.abs(offsetSeconds) / 60;
    text.ascii(offsetSeconds < 0 ? '-' : '+');
    text.padded(minutes / 60, 2);
    text.text(separator);
    text.padded(minutes % 60, 2);
  }
}
