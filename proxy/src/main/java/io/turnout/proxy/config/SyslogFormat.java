package io.turnout.proxy.config;

/** How a log line is framed: the {@code format} word of a {@code log} line, in lower case. */
public enum SyslogFormat {
  LOCAL,
  RFC3164,
  RFC5424,
  PRIORITY,
  SHORT,
  TIMED,
  ISO,
  RAW
}
