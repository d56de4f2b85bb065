package io.turnout.proxy.config;

/** Syslog severities, most severe first; the ordinal is the syslog number. */
public enum SyslogLevel {
  EMERG,
  ALERT,
  CRIT,
  ERR,
  WARNING,
  NOTICE,
  INFO,
  DEBUG
}
