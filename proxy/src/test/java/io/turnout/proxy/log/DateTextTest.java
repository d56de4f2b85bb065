package io.turnout.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.log.DateText.Form;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DateTextTest {
  @Test
  void followsDaylightSaving() {
    DateText paris = new DateText(Sessions.PARIS, Form.CLF_WITH_ZONE);
    assertThat(text(paris, "2026-03-29T00:59:59Z")).isEqualTo("29/Mar/2026:01:59:59 +0100");
    assertThat(text(paris, "2026-03-29T01:00:00Z")).isEqualTo("29/Mar/2026:03:00:00 +0200");
    assertThat(text(paris, "2026-10-25T01:00:00Z")).isEqualTo("25/Oct/2026:02:00:00 +0100");
    assertThat(text(paris, "2026-10-25T00:59:59Z")).isEqualTo("25/Oct/2026:02:59:59 +0200");
  }

  @Test
  void padsTheDayOfSyslogDatesWithASpace() {
    DateText utc = new DateText(ZoneOffset.UTC, Form.SYSLOG);
    assertThat(text(utc, "2026-11-02T03:04:05Z")).isEqualTo("Nov  2 03:04:05");
    assertThat(text(utc, "2026-12-31T23:59:59Z")).isEqualTo("Dec 31 23:59:59");
  }

  @Test
  void writesIsoDatesWithFractionAndOffset() {
    LineBuffer line = new LineBuffer();
    new DateText(ZoneId.of("America/St_Johns"), Form.ISO)
        .appendIsoTo(line, Instant.parse("2026-01-02T03:04:05.067Z").toEpochMilli());
    assertThat((Object) StandardCharsets.US_ASCII.decode(line.view()))
        .hasToString("2026-01-01T23:34:05.067000-03:30");
  }

  @Test
  void agreesWithTheJdkOnAnyDay() {
    DateTimeFormatter jdk =
        DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH)
            .withZone(Sessions.PARIS);
    DateText ours = new DateText(Sessions.PARIS, Form.CLF_WITH_ZONE);
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      Instant instant = Instant.ofEpochSecond(random.nextLong(0, 7_258_118_400L));
      assertThat(text(ours, instant.toString())).isEqualTo(jdk.format(instant));
    }
  }

  private static String text(DateText date, String instant) {
    LineBuffer line = new LineBuffer();
    date.appendTo(line, Instant.parse(instant).toEpochMilli());
    return StandardCharsets.US_ASCII.decode(line.view()).toString();
  }
}
