package io.turnout.proxy.config;

/** Syslog facilities; the ordinal is the syslog number. */
public enum SyslogFacility {
  KERN,
  USER,
  MAIL,
  DAEMON,
  AUTH,
  SYSLOG,
  LPR,
  NEWS,
  UUCP,
  CRON,
  AUTH2,
  FTP,
  NTP,
  AUDIT,
  ALERT,
  CRON2,
  LOCAL0,
  LOCAL1,
  LOCAL2,
  LOCAL3,
  LOCAL4,
  LOCAL5,
  LOCAL6,
  LOCAL7
}
