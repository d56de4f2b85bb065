package io.turnout.proxy.log;

/** Options of a frontend that decide which sessions are logged, and how severe they are. */
public enum AccessLogOption {
  /** {@code option dontlognull}: no line where the client sent nothing. */
  DONT_LOG_NULL,
  /** {@code option dontlog-normal}: no line for a session that went well. */
  DONT_LOG_NORMAL,
  /** {@code option log-separate-errors}: level ERR for a session that did not go well. */
  SEPARATE_ERRORS
}
