package io.turnout.proxy.log;

import io.turnout.proxy.config.SyslogFacility;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;

/** What stands before the message, as {@code format} of the {@code log} line says. */
final class SyslogHeader {
  private final SyslogFormat format;
  private final int priorityOfFacility;
  private final LineBuffer sender = new LineBuffer();

  SyslogHeader(SyslogFormat format, SyslogFacility facility, LogIdentity identity) {
    this.format = format;
    this.priorityOfFacility = facility.ordinal() * 8;
    switch (format) {
      case LOCAL -> tagAndPid(identity);
      case RFC3164 -> {
        sender.text(identity.sentHost() == null ? "localhost" : identity.sentHost());
        sender.ascii(' ');
        tagAndPid(identity);
      }
      case RFC5424 -> {
        sender.text(identity.sentHost() == null ? "-" : identity.sentHost());
        sender.ascii(' ');
        sender.text(identity.tag());
        sender.ascii(' ');
        sender.number(identity.pid());
        sender.text(" - - ");
      }
      case PRIORITY, SHORT, TIMED, ISO, RAW -> {}
    }
  }

  private void tagAndPid(LogIdentity identity) {
    sender.text(identity.tag());
    sender.ascii('[');
    sender.number(identity.pid());
    sender.text("]: ");
  }

  /** Puts the header at the start of the line's frame. */
  void write(LogLine line, SyslogLevel level) {
    LineBuffer frame = line.frame;
    switch (format) {
      case LOCAL, RFC3164 -> {
        priority(frame, priorityOfFacility + level.ordinal());
        line.syslogDate.appendTo(frame, line.nowMillis());
        frame.ascii(' ');
        frame.append(sender);
      }
      case RFC5424 -> {
        priority(frame, priorityOfFacility + level.ordinal());
        frame.text("1 ");
        isoDate(frame, line);
        frame.append(sender);
      }
      case PRIORITY -> priority(frame, priorityOfFacility + level.ordinal());
      case SHORT -> priority(frame, level.ordinal());
      case TIMED -> {
        priority(frame, level.ordinal());
        isoDate(frame, line);
      }
      case ISO -> isoDate(frame, line);
      case RAW -> {}
    }
  }

  private static void priority(LineBuffer frame, int priority) {
    frame.ascii('<');
    frame.number(priority);
    frame.ascii('>');
  }

  private static void isoDate(LineBuffer frame, LogLine line) {
    line.isoDate.appendIsoTo(frame, line.nowMillis());
    frame.ascii(' ');
  }
}
