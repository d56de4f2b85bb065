package io.turnout.proxy.log;

import io.turnout.proxy.log.DateText.Form;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The line under construction, with the loop's clock and its dates: one for each thread that logs,
 * used for one line after the other.
 */
public final class LogLine {
  final LineBuffer message = new LineBuffer();
  final LineBuffer frame = new LineBuffer();
  final DateText acceptDate;
  final DateText localDate;
  final DateText utcDate;
  final DateText syslogDate;
  final DateText isoDate;
  private final LongSupplier epochMillis;

  /**
   * Makes a line.
   *
   * @param epochMillis the time now, in milliseconds since 1970; asked once for each target
   * @param zone in which dates are told
   */
  public LogLine(LongSupplier epochMillis, ZoneId zone) {
    this.epochMillis = epochMillis;
    this.acceptDate = new DateText(zone, Form.CLF);
    this.localDate = new DateText(zone, Form.CLF_WITH_ZONE);
    this.utcDate = new DateText(ZoneOffset.UTC, Form.CLF_WITH_ZONE);
    this.syslogDate = new DateText(zone, Form.SYSLOG);
    this.isoDate = new DateText(zone, Form.ISO);
  }

  /** A line on the system's clock, in its zone. */
  public static LogLine onSystemClock() {
    return new LogLine(System::currentTimeMillis, ZoneId.systemDefault());
  }

  /**
   * A line on another clock, in the system's zone.
   *
   * @param epochMillis the time now, in milliseconds since 1970
   */
  public static LogLine onClock(LongSupplier epochMillis) {
    return new LogLine(epochMillis, ZoneId.systemDefault());
  }

  long nowMillis() {
    return epochMillis.getAsLong();
  }
}
